/** What all applications have in common: how they start, and what they say when they cannot, or cannot answer. */
@NullMarked
package dev.logbell.application;

import org.jspecify.annotations.NullMarked;
