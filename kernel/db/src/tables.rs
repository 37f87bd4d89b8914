//! The tables whose rows belong to accounts, whoever made them: for erasing an account whole.

use kernel_base::AccountId;

use crate::dialect::Dialect;
use crate::{DbError, Tx};

impl Tx<'_> {
    /// Names of the tables that have an `account_id`, in order.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn account_tables(&mut self) -> Result<Vec<String>, DbError> {
        let sql = match self.dialect() {
            Dialect::Sqlite => {
                "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                 WHERE m.type = 'table' AND c.name = 'account_id' ORDER BY m.name"
            }
            Dialect::Pg => {
                "SELECT CAST(table_name AS TEXT) FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND column_name = 'account_id' ORDER BY 1"
            }
        };
        self.query(sql, &[], |row| row.get(0))
    }

    /// Deletes the account's rows from one of [`Self::account_tables`]; answers how many there were.
    ///
    /// # Errors
    /// [`DbError::NoRow`] for a name that is none of them; any other [`DbError`]. The transaction is poisoned.
    pub fn erase_from(&mut self, table: &str, account: AccountId) -> Result<u64, DbError> {
        if !self.account_tables()?.iter().any(|t| t == table) {
            return Err(DbError::NoRow);
        }
        self.execute(&format!("DELETE FROM {table} WHERE account_id = $1"), &[&account])
    }
}
