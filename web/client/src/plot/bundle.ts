// Plotly with the traces that this client draws. The strict builds of the WebGL
// traces compile no code at run time, so the CSP needs no unsafe-eval.
import Plotly from 'plotly.js/lib/core';
import parcoords from 'plotly.js/src/traces/parcoords/strict';
import scattergl from 'plotly.js/src/traces/scattergl/strict';

Plotly.register([scattergl, parcoords]);
export default Plotly;
