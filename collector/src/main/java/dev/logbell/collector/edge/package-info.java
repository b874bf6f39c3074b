/** What is done to lines before they leave the machine: secrets are masked, and what nobody wants is dropped. */
@NullMarked
package dev.logbell.collector.edge;

import org.jspecify.annotations.NullMarked;
