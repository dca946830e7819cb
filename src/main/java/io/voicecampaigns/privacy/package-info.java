/** Keeps numbers, names, addresses and keys out of the logs, whoever writes them and whatever level is configured. */
package io.voicecampaigns.privacy;
