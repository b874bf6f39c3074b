/** The account of every byte: what was read, stored, left out, and is on its way. */
@NullMarked
package dev.logbell.processor.account;

import org.jspecify.annotations.NullMarked;
