/** Elasticsearch's bulk API, as Filebeat, Logstash, Vector and Fluent Bit use it. */
@NullMarked
package dev.logbell.collector.source.elastic;

import org.jspecify.annotations.NullMarked;
