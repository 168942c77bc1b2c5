// Old syntax on purpose: this runs on the Node that it refuses.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error('CloudGov needs Node.js 20.19 or later; this is ' + process.versions.node + '.');
  process.exit(1);
}
