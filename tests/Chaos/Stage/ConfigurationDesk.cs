using System.Text.Json;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>Where ops save the configuration of all replicas, and look whether it is in force.</summary>
internal sealed class ConfigurationDesk(IReadOnlyList<ChaosReplica> replicas, HttpClient client)
{
    /// <summary>Saves a text for each replica: in one step, as editors do, or in place, as shells do.</summary>
    public static async Task SaveAsync(IEnumerable<(ChaosReplica Replica, string Text)> files, bool inOneStep)
    {
        foreach (var (replica, text) in files)
        {
            if (inOneStep)
            {
                await File.WriteAllTextAsync(replica.ConfigurationFile + ".new", text);
                File.Move(replica.ConfigurationFile + ".new", replica.ConfigurationFile, overwrite: true);
            }
            else
            {
                await File.WriteAllTextAsync(replica.ConfigurationFile, text);
            }
        }
    }

    /// <summary>Saves the configuration and waits until all replicas that live have it; returns how long that took.</summary>
    public async Task<TimeSpan> PutInForceAsync(GatewayFile file, bool inOneStep)
    {
        var before = new Dictionary<int, (object Process, string? Revision)>();
        foreach (var replica in replicas)
        {
            before[replica.Number] = (replica.Current, await RevisionAsync(replica));
        }

        var began = TimeProvider.System.GetTimestamp();
        file.Touch();
        await SaveAsync(replicas.Select(replica => (replica, file.Render(replica.Number))), inOneStep);
        foreach (var replica in replicas)
        {
            // One that was started since has read the new file; one that is away will.
            await Eventually.HoldsAsync(
                async () => !replica.IsUp || replica.Current != before[replica.Number].Process
                    || await RevisionAsync(replica) is { } revision && revision != before[replica.Number].Revision,
                $"replica {replica.Number} had the new configuration",
                CancellationToken.None);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Returns whether a replica says that the file it was offered last has errors.</summary>
    public async Task<bool> HasFaultsAsync(ChaosReplica replica)
        => await ReadyAsync(replica) is { } ready && ready.GetProperty("configuration").GetProperty("errors").GetArrayLength() > 0;

    /// <summary>Returns how many late replies a replica still waits for; <see langword="null"/> when it does not tell.</summary>
    public async Task<int?> LateRepliesAsync(ChaosReplica replica)
        => await ReadyAsync(replica) is { } ready ? ready.GetProperty("lateReplies").GetInt32() : null;

    private async Task<string?> RevisionAsync(ChaosReplica replica)
        => await ReadyAsync(replica) is { } ready ? ready.GetProperty("configuration").GetProperty("revision").GetString() : null;

    private async Task<JsonElement?> ReadyAsync(ChaosReplica replica)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(replica.InternalAddress, "/health/ready"));
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }
}
