/** Rule packs: checked here, changed while the stream runs. */
package io.glasswatch.cli.rules;
