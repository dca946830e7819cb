/** What is counted and timed while it happens. Who reads it, and what is read at each scrape, is in {@code monitor}. */
package io.voicecampaigns.metrics;
