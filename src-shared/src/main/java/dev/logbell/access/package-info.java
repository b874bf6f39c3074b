/** Who may call a role over HTTP, and read what it keeps. */
@NullMarked
package dev.logbell.access;

import org.jspecify.annotations.NullMarked;
