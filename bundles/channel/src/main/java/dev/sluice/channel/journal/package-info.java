/** The vote journal: what a member must not forget, as files of its own (channel-journal.md). */
@NullMarked
package dev.sluice.channel.journal;

import org.jspecify.annotations.NullMarked;
