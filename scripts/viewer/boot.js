// The viewer expects these two before it starts. They stand in a file so that no inline script is needed.
window.PUBLIC_URL = '/viewer/';
window.browserImportFunction = address => import(address);
