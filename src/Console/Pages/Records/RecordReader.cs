using System.Globalization;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Records;

/// <summary>Asks gateways for records of pushes. A message is fetched only for those who may see it.</summary>
internal sealed class RecordReader(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    // A platform's rules may call several backends, each of which has 5 s.
    private static readonly TimeSpan ReplayLimit = TimeSpan.FromSeconds(15);

    /// <summary>Returns the services.</summary>
    public async Task<ServedAccounts> ReadAccountsAsync(CancellationToken cancellationToken)
    {
        var answers = await fleet.AskAllAsync<ReplicaOverview>(GatewayPath.Of("overview"), cancellationToken);
        var accounts = answers.SelectMany(answer => answer.Answer.Value?.Services ?? [])
            .Where(service => GatewayPath.IsSegment(service.Name))
            .GroupBy(service => service.Name, StringComparer.Ordinal)
            .OrderBy(service => service.Key, StringComparer.OrdinalIgnoreCase)
            .Select(same => new ServedAccount(
                new RecordSource(same.Key, same.First().Kind == "Platform"),
                same.First().Appid,
                same.Any(service => service.Features.Contains("records", StringComparer.Ordinal))));
        return new ServedAccounts([.. accounts], answers.Any(answer => answer.Answer.IsThere) ? null : ErrorOf(answers));
    }

    /// <summary>Searches.</summary>
    public Task<GatewayAnswer<FoundRecords>> SearchAsync(RecordSource source, RecordFilter filter, CancellationToken cancellationToken)
        => fleet.GetAsync<FoundRecords>(filter.Path(source), cancellationToken);

    /// <summary>Returns a record: with its message for an operator, without it for others.</summary>
    public async Task<GatewayAnswer<PushRecord>> FindAsync(RecordSource source, string id, CancellationToken cancellationToken)
    {
        if (!IsId(id))
        {
            return NotFound(source);
        }

        if (await user.MayAsync(Policies.Operator))
        {
            return await fleet.GetAsync<PushRecord>(source.Path(id), cancellationToken);
        }

        // A search shows no messages, and the id begins with the millisecond of the arrival.
        var at = long.Parse(id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture);
        var found = await fleet.GetAsync<FoundRecords>(
            source.Path().With("from", at).With("to", at).With("limit", 200), cancellationToken);
        return !found.IsThere ? GatewayAnswer<PushRecord>.Not(found.Error)
            : found.Value.Records.FirstOrDefault(record => record.Id == id) is { } record
                ? GatewayAnswer<PushRecord>.Of(record with { Body = null })
            : NotFound(source);
    }

    /// <summary>Sends the message of a record to its backends again.</summary>
    public async Task<GatewayAnswer<ReplayAnswer>> ReplayAsync(RecordSource source, string id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var answer = await fleet.AskOneAsync<ReplayAnswer>(
            new GatewayCall(HttpMethod.Post, source.Path(id, "replay")) { Limit = ReplayLimit }, cancellationToken);
        await audit.WriteAsync(
            "record.replay", $"{source.Service}/{id}", answer.IsThere ? null : answer.Error.Kind.ToString(), cancellationToken);
        return answer;
    }

    /// <summary>Returns whether a text has the form of a record's id.</summary>
    internal static bool IsId(string? id) => id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower);

    private static GatewayError ErrorOf(IReadOnlyList<ReplicaAnswer<ReplicaOverview>> answers)
        => answers.Select(answer => answer.Answer.Error).FirstOrDefault(error => error is not null)
            ?? new GatewayError("Console:Gateways", GatewayErrorKind.NoGateway);

    private static GatewayAnswer<PushRecord> NotFound(RecordSource source)
        => GatewayAnswer<PushRecord>.Not(new GatewayError(source.Path().Text, GatewayErrorKind.NotFound) { Status = 404 });
}
