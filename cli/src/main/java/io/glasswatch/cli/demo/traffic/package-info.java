/** The demo's traffic: what is said, when, how long, and what goes wrong. Deterministic by seed. */
package io.glasswatch.cli.demo.traffic;
