/** Everything on one machine, with traffic in which things go wrong at known times. */
package io.glasswatch.cli.demo;
