/** All three roles in one process. */
@NullMarked
package dev.logbell.standalone;

import org.jspecify.annotations.NullMarked;
