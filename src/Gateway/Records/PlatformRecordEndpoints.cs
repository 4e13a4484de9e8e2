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
        new(HttpMethods.Get, "/records", RecordAnswers.Search, (context, platform) => records.SearchAsync(context, platform.Name)),
        new(HttpMethods.Get, "/records/live", RecordAnswers.Watch, (context, platform) => records.WatchAsync(context, platform.Name)),
        new(HttpMethods.Get, "/records/{id}", RecordAnswers.Find, (context, platform) => records.FindAsync(context, platform.Name)),
        new(HttpMethods.Post, "/records/{id}/replay", RecordAnswers.Replay, (context, platform)
            => records.ReplayAsync(context, platform.Name)),
    ];
}
