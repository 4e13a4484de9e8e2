using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Gateways.Queues;

namespace WxYarpGateway.Console.Pages.Undelivered;

/// <summary>Asks for messages that no backend took, and has them delivered again or deleted.</summary>
internal sealed class UndeliveredReader(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    /// <summary>How many dead letters are shown.</summary>
    public const int Letters = 200;

    private const string Memory = "Memory";

    // As the gateway names it among what is switched on.
    private const string Redelivery = "redelivery";

    /// <summary>Returns the queues of all services.</summary>
    public async Task<UndeliveredModel> ReadAsync(CancellationToken cancellationToken)
    {
        var answers = await fleet.AskAllAsync<ReplicaOverview>(GatewayPath.Of("overview"), cancellationToken);
        var errors = answers.Select(answer => answer.Answer.Error).OfType<GatewayError>().ToList();
        var rows = new List<QueueRow>();

        // Without a shared store each replica has queues of its own; else any one knows all of them.
        var here = answers.Where(answer => answer.Answer.IsThere).ToList();
        var shared = here.Where(answer => answer.Answer.Value!.Store?.Kind != Memory).Take(1);
        foreach (var replica in here.Where(answer => answer.Answer.Value!.Store?.Kind == Memory).Concat(shared))
        {
            var overview = replica.Answer.Value!;
            var gateway = overview.Store?.Kind == Memory && fleet.Gateways.Count > 1 ? replica.Gateway : null;
            foreach (var service in overview.Services.Where(service => GatewayPath.IsSegment(service.Name)))
            {
                if (service.Kind == "Platform")
                {
                    await AddAsync(rows, errors, service.Name, gateway, cancellationToken);
                }
                else
                {
                    rows.Add(new QueueRow(
                        new QueueAddress(service.Name, IsPlatform: false) { Gateway = gateway },
                        service.Waiting,
                        service.Leased,
                        service.Dead));
                }
            }
        }

        return new UndeliveredModel(
            [.. rows.OrderByDescending(row => row.Dead)
                .ThenByDescending(row => row.Waiting)
                .ThenBy(row => row.Queue.Name, StringComparer.OrdinalIgnoreCase)],
            errors,
            here.SelectMany(replica => replica.Answer.Value!.Services)
                .Any(service => service.Features.Contains(Redelivery, StringComparer.Ordinal)));
    }

    /// <summary>Counts the messages of a queue.</summary>
    public Task<GatewayAnswer<QueueCounts>> CountAsync(QueueAddress queue, CancellationToken cancellationToken)
        => AskAsync<QueueCounts>(queue, GatewayCall.Get(queue.Path()), cancellationToken);

    /// <summary>Returns the dead letters of a queue, the oldest first.</summary>
    public async Task<GatewayAnswer<DeadLetters>> ReadLettersAsync(QueueAddress queue, CancellationToken cancellationToken)
    {
        var answer = await AskAsync<DeadLetters>(
            queue, GatewayCall.Get(queue.Path("dead").With("count", Letters)), cancellationToken);
        return answer.IsThere
            ? GatewayAnswer<DeadLetters>.Of(
                new DeadLetters { Dead = [.. answer.Value.Dead.Where(letter => GatewayPath.IsSegment(letter.Id))] })
            : answer;
    }

    /// <summary>Makes a letter due again, or all of them.</summary>
    public async Task<GatewayAnswer<RequeueAnswer>> RequeueAsync(QueueAddress queue, string? id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        object order = id is null ? new { all = true } : new { id };
        var answer = await AskAsync<RequeueAnswer>(
            queue, new GatewayCall(HttpMethod.Post, queue.Path("dead", "requeue")) { Body = order }, cancellationToken);
        await audit.WriteAsync(
            "dead_letter.requeue",
            $"{queue.Name}/{id ?? "*"}",
            answer.IsThere ? $"{answer.Value.Requeued}" : answer.Error.Kind.ToString(),
            cancellationToken);
        return answer;
    }

    /// <summary>Deletes a letter.</summary>
    public async Task<GatewayAnswer<Nothing>> DeleteAsync(QueueAddress queue, string id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var answer = await AskAsync<Nothing>(queue, new GatewayCall(HttpMethod.Delete, queue.Path("dead", id)), cancellationToken);
        await audit.WriteAsync(
            "dead_letter.delete", $"{queue.Name}/{id}", answer.IsThere ? null : answer.Error.Kind.ToString(), cancellationToken);
        return answer;
    }

    private async Task AddAsync(
        List<QueueRow> rows, List<GatewayError> errors, string platform, string? gateway, CancellationToken cancellationToken)
    {
        var call = GatewayCall.Get(GatewayPath.Of("platform", platform, "redelivery"));
        var answer = await AskAsync<PlatformQueues>(
            new QueueAddress(platform, IsPlatform: true) { Gateway = gateway }, call, cancellationToken);
        if (answer.IsThere)
        {
            rows.AddRange(
                answer.Value.Queues.Where(queue => GatewayPath.IsSegment(queue.Appid ?? queue.Backend ?? "")).Select(queue => new QueueRow(
                new QueueAddress(platform, IsPlatform: true)
                {
                    Appid = queue.Appid,
                    Backend = queue.Appid is null ? queue.Backend : null,
                    Gateway = gateway,
                },
                queue.Waiting,
                queue.Leased,
                queue.Dead)));
        }
        else
        {
            errors.Add(answer.Error);
        }
    }

    private Task<GatewayAnswer<T>> AskAsync<T>(QueueAddress queue, GatewayCall call, CancellationToken cancellationToken)
        => queue.Gateway is null ? fleet.AskOneAsync<T>(call, cancellationToken)
            : fleet.Find(queue.Gateway) is { } gateway ? gateway.SendAsync<T>(call, cancellationToken)
            : Task.FromResult(GatewayAnswer<T>.Not(new GatewayError(queue.Gateway, GatewayErrorKind.NoGateway)));
}
