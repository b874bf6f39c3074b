/** The web page: what is followed, what came in last, and how to ask for more. */
@NullMarked
package dev.logbell.processor.page;

import org.jspecify.annotations.NullMarked;
