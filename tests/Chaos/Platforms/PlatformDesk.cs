using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Platforms;

/// <summary>Asks the gateways for tokens, as backends do, and how the platform is, as operators do.</summary>
internal sealed class PlatformDesk(ChaosStage stage)
{
    // A lease of a minute that has run for ten seconds is a killed replica's, once nothing breaks any more.
    private const string EndLeases = """
        UPDATE event_inbox SET held_until = NULL, due_at = 0
        WHERE state = 'Waiting' AND (held_until IS NULL OR held_until < extract(epoch FROM clock_timestamp()) * 1000 + 50000)
        """;

    /// <summary>Returns the token that a replica gives for an account; <see langword="null"/> when it gives none.</summary>
    public async Task<string?> TokenAsync(ChaosReplica replica, string appId)
        => await ReadAsync(replica, $"/tokens/{ChaosPlatform.Name}/{appId}/access_token") is { } answer
            && answer.TryGetProperty("access_token", out var token) ? token.GetString() : null;

    /// <summary>Returns the token that a replica has in the place of one that WeChat refused.</summary>
    public async Task<string?> ReplaceAsync(ChaosReplica replica, string appId, string rejected)
    {
        try
        {
            using var answer = await stage.Client.PostAsJsonAsync(
                new Uri(replica.InternalAddress, $"/tokens/{ChaosPlatform.Name}/{appId}/access_token/replace"), new { rejected });
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString() : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a replica has nothing left to do for the platform.</summary>
    public async Task<bool> IsAtRestAsync(ChaosReplica replica)
        => await ReadAsync(replica, $"/platform/{ChaosPlatform.Name}") is { } state
            && state.TryGetProperty("spilledTokens", out var spilled) && spilled.GetInt32() == 0
            && state.GetProperty("inbox").GetProperty("waiting").GetInt32() == 0;

    /// <summary>Lets the time pass that events wait: for the lease of a replica that was killed, or between two tries.</summary>
    public async Task EndWaitingAsync()
    {
        await using var connection = new NpgsqlConnection(stage.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(EndLeases, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<JsonElement?> ReadAsync(ChaosReplica replica, string path)
    {
        try
        {
            using var answer = await stage.Client.GetAsync(new Uri(replica.InternalAddress, path));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }
}
