/** Where settings come from, which of them is in force, and whether they make sense: the same by hand, in a container, and under Camel K. */
package io.voicecampaigns.settings;
