// Draws what stands in data-chart; the table beside it says the same in words.
"use strict";
