/* The shop's own script: choosing a colour changes the picture and the address, without a new page. */
const colours = { terracota: 'terracota', areia: 'areia', grafite: 'grafite' };
const photo = document.querySelector('.photo');
const label = document.querySelector('[data-colour]');

function choose(colour) {
  if (!colours[colour]) return;
  photo.classList.remove(...Object.keys(colours), 'leaf');
  photo.classList.add(colour);
  label.textContent = colours[colour];
  for (const button of document.querySelectorAll('[data-choose]')) {
    button.setAttribute('aria-pressed', String(button.dataset.choose === colour && !button.dataset.scene));
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.classList.contains('heart')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
  } else if (button.dataset.choose) {
    choose(button.dataset.choose);
    if (button.dataset.scene) photo.classList.add(button.dataset.scene);
    history.pushState(null, '', `?cor=${button.dataset.choose}`);
  }
});

const asked = () => new URLSearchParams(location.search).get('cor') || 'terracota';
addEventListener('popstate', () => choose(asked()));
choose(asked());
