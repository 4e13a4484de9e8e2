using System.Net;
using System.Text.Json;
using WxYarpGateway.Chaos.Platforms;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>Asks the gateways what is still in the redelivery queue.</summary>
internal sealed class RedeliveryQueue(ChaosStage stage)
{
    /// <summary>What is returned when the store does not answer.</summary>
    public const int Unknown = -1;

    /// <summary>
    /// Returns how many messages of all accounts are waiting or dead letters; <see langword="null"/> when the gateway has no such queue.
    /// </summary>
    public async Task<int?> CountAsync()
    {
        int? count = null;
        string[] services = [.. stage.Accounts.Keys, .. ChaosPlatform.Steady.Select(appId => $"{ChaosPlatform.Name}/{appId}")];
        foreach (var service in services)
        {
            using var answer = await stage.Client.GetAsync(
                new Uri(stage.Replica(ChaosStage.Replicas - 1).InternalAddress, $"/redelivery/{service}"));
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (!answer.IsSuccessStatusCode)
            {
                return Unknown;
            }

            var counts = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            count = (count ?? 0) + counts.GetProperty("waiting").GetInt32() + counts.GetProperty("leased").GetInt32() + counts.GetProperty(
                "dead").GetInt32();
        }

        return count;
    }
}
