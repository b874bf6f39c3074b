/** All three roles in one process: the wires between them, and what a newcomer sees at the start. */
@NullMarked
package dev.logbell.standalone;

import org.jspecify.annotations.NullMarked;
