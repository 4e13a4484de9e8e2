namespace WxYarpGateway.Console.Gateways.Keys;

/// <summary>
/// Knows what the console's keys are good for, so that no page offers what every gateway would refuse. The gateways decide all the same.
/// </summary>
internal sealed class KeyScopes(GatewayFleet fleet, TimeProvider clock)
{
    private static readonly GatewayPath Path = GatewayPath.Of("overview", "key");
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(15);

    private volatile Reading? _reading;

    /// <summary>Returns what is known, which is at most some seconds old.</summary>
    public Task<OwnKeys> ReadAsync()
    {
        // Two pages that ask at once may ask the gateways twice.
        if (_reading is not { } reading || clock.GetElapsedTime(reading.At) > Keep)
        {
            _reading = reading = new Reading(clock.GetTimestamp(), AskAsync());
        }

        return reading.Keys;
    }

    private async Task<OwnKeys> AskAsync()
    {
        // Whoever leaves a page leaves the answer to the next.
        var answers = await fleet.AskAllAsync<OwnKey>(Path, CancellationToken.None);
        return new OwnKeys([.. answers.Select(answer => answer.Answer.Value).OfType<OwnKey>().Where(key => key.Scopes is not null)]);
    }

    private sealed record Reading(long At, Task<OwnKeys> Keys);
}
