/** Route files and kamelets that are edited while the service runs: looked at, tried as a whole, exchanged, and kept for a start that finds bad ones. */
package io.voicecampaigns.reload;
