/** Salesforce's REST API on 127.0.0.1, as much of it as campaigns need: it keeps what it is given, and refuses what Salesforce would refuse. */
package io.voicecampaigns.simulator.salesforce;
