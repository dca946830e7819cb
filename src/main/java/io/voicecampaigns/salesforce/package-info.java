/** What the Salesforce kamelets decide: which query, which records, what an answer means. The requests are sent by camel-salesforce. */
package io.voicecampaigns.salesforce;
