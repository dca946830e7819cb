/** What a person at the keyboard sees of a running campaign. */
package io.voicecampaigns.terminal;
