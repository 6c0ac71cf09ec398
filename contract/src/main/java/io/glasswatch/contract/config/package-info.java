/** How a process is told what to do: settings from a file and from the environment. */
package io.glasswatch.contract.config;
