/** {@code glasswatch backtest}: what the stream app would have said of a log. */
package io.glasswatch.cli.backtest;
