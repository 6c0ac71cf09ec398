package io.glasswatch.cli;

import java.util.concurrent.Callable;

/**
 * A command of another module, which depends on this one; there if that module is on the class
 * path, where {@link java.util.ServiceLoader} finds it. The result is the exit code.
 */
public interface AddedCommand extends Callable<Integer> {}
