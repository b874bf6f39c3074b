/** Who may call a role over HTTP. */
@NullMarked
package dev.logbell.access;

import org.jspecify.annotations.NullMarked;
