using WxYarpGateway.Gateway.Platforms;

namespace WxYarpGateway.Gateway.Records;

/// <summary>
/// The records of a platform, of all accounts in its care: the same as a service's, below <c>{Platform}/{platform}/records</c>.
/// </summary>
internal sealed class PlatformRecordEndpoints(RecordAnswers records) : IPlatformEndpoints
{
    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Get, "/records", (context, platform) => records.SearchAsync(context, platform.Name)),
        new(HttpMethods.Get, "/records/live", (context, platform) => records.WatchAsync(context, platform.Name)),
        new(HttpMethods.Get, "/records/{id}", (context, platform) => records.FindAsync(context, platform.Name)),
        new(HttpMethods.Post, "/records/{id}/replay", (context, platform) => records.ReplayAsync(context, platform.Name)),
    ];
}
