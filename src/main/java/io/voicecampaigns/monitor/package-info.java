/** What a monitoring system reads: metrics that are looked up when it asks, and requests as they come back. */
package io.voicecampaigns.monitor;
