/** What the demo found, judged by what anybody can read from the topics. */
package io.glasswatch.cli.demo.report;
