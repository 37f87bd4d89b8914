//! The few words that the parts say by themselves, in the three languages.

export type UiLocale = 'pt-BR' | 'en' | 'es'

const dictionary = {
  'pt-BR': {
    close: 'Fechar',
    cancel: 'Cancelar',
    clear: 'Limpar',
    remove: (name: string) => `Remover ${name}`,
    showPassword: 'Mostrar a senha',
    hidePassword: 'Ocultar a senha',
    loadFailed: 'Não conseguimos carregar',
    retry: 'Tentar de novo',
    offlineNow: 'Sem conexão. Confira a internet e tente de novo',
    serverFailed: 'Não conseguimos concluir. Nada se perdeu; tente de novo em instantes',
    hue: (at: number) => ['Vermelho', 'Laranja', 'Âmbar', 'Oliva', 'Verde', 'Esmeralda', 'Turquesa', 'Azul-claro', 'Azul', 'Violeta', 'Rosa', 'Carmim'][at] ?? '',
    copy: 'Copiar',
    copied: 'Copiado',
    undo: 'Desfazer',
    loading: 'Carregando',
    nothingFound: 'Nada encontrado',
    choose: 'Escolha',
    notices: 'Avisos',
    available: 'Disponível',
    busy: 'Em pausa',
    offline: 'Off-line',
    counter: (used: number, of: number) => `${used} de ${of}`,
    colorHex: 'Código da cor',
    colorSwatch: (hex: string) => `Cor ${hex}`,
    whiteInk: (ratio: string) => `Texto branco, contraste ${ratio}:1. Boa leitura nos dois temas.`,
    darkInk: (ratio: string) => `Cor clara: o texto fica escuro, contraste ${ratio}:1.`,
    movedInk: (ratio: string) => `Escurecemos um pouco a cor sob o texto branco: contraste ${ratio}:1.`,
  },
  en: {
    close: 'Close',
    cancel: 'Cancel',
    clear: 'Clear',
    remove: (name: string) => `Remove ${name}`,
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    loadFailed: "We couldn't load this",
    retry: 'Try again',
    offlineNow: "You're offline. Check the connection and try again",
    serverFailed: "We couldn't finish. Nothing was lost; try again shortly",
    hue: (at: number) => ['Red', 'Orange', 'Amber', 'Olive', 'Green', 'Emerald', 'Teal', 'Light blue', 'Blue', 'Violet', 'Pink', 'Crimson'][at] ?? '',
    copy: 'Copy',
    copied: 'Copied',
    undo: 'Undo',
    loading: 'Loading',
    nothingFound: 'Nothing found',
    choose: 'Choose',
    notices: 'Notices',
    available: 'Available',
    busy: 'On break',
    offline: 'Offline',
    counter: (used: number, of: number) => `${used} of ${of}`,
    colorHex: 'Colour code',
    colorSwatch: (hex: string) => `Colour ${hex}`,
    whiteInk: (ratio: string) => `White text, contrast ${ratio}:1. Easy to read in both themes.`,
    darkInk: (ratio: string) => `Light colour: the text turns dark, contrast ${ratio}:1.`,
    movedInk: (ratio: string) => `We darken the colour a little under white text: contrast ${ratio}:1.`,
  },
  es: {
    close: 'Cerrar',
    cancel: 'Cancelar',
    clear: 'Limpiar',
    remove: (name: string) => `Quitar ${name}`,
    showPassword: 'Mostrar la contraseña',
    hidePassword: 'Ocultar la contraseña',
    loadFailed: 'No pudimos cargar',
    retry: 'Reintentar',
    offlineNow: 'Sin conexión. Revisa internet y reintenta',
    serverFailed: 'No pudimos terminar. No se perdió nada; reintenta en un momento',
    hue: (at: number) => ['Rojo', 'Naranja', 'Ámbar', 'Oliva', 'Verde', 'Esmeralda', 'Turquesa', 'Celeste', 'Azul', 'Violeta', 'Rosa', 'Carmín'][at] ?? '',
    copy: 'Copiar',
    copied: 'Copiado',
    undo: 'Deshacer',
    loading: 'Cargando',
    nothingFound: 'Sin resultados',
    choose: 'Elige',
    notices: 'Avisos',
    available: 'Disponible',
    busy: 'En pausa',
    offline: 'Desconectado',
    counter: (used: number, of: number) => `${used} de ${of}`,
    colorHex: 'Código del color',
    colorSwatch: (hex: string) => `Color ${hex}`,
    whiteInk: (ratio: string) => `Texto blanco, contraste ${ratio}:1. Se lee bien en los dos temas.`,
    darkInk: (ratio: string) => `Color claro: el texto pasa a oscuro, contraste ${ratio}:1.`,
    movedInk: (ratio: string) => `Oscurecemos un poco el color bajo el texto blanco: contraste ${ratio}:1.`,
  },
}

let locale = $state<UiLocale>('pt-BR')

/** Chooses the language of the parts; the app calls it when its own changes. */
export function setUiLocale(next: UiLocale): void {
  locale = next
}

/** The language of the parts now. */
export function uiLocale(): UiLocale {
  return locale
}

/** The words in the language chosen. Reactive when read in a component. */
export function words(): (typeof dictionary)['pt-BR'] {
  return dictionary[locale]
}
