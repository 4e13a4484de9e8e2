using System.Globalization;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Tries;

namespace WxYarpGateway.Console.Pages.Try;

/// <summary>Sends test pushes, and calls APIs of WeChat. Only for operators; the audit log gets paths, and no bodies.</summary>
internal sealed class TryReader(GatewayFleet fleet, ActingUser user, IAuditLog audit, TimeProvider clock)
{
    private const int MostBytes = 2 * 1024 * 1024;

    // The gateway answers WeChat within 5 s, and a test needs no longer.
    private static readonly TimeSpan PushLimit = TimeSpan.FromSeconds(15);

    /// <summary>Returns the samples of pushes.</summary>
    public Task<GatewayAnswer<TrySamples>> ReadSamplesAsync(CancellationToken cancellationToken)
        => fleet.GetAsync<TrySamples>(GatewayPath.Of("try", "samples"), cancellationToken);

    /// <summary>Returns the call of a test push.</summary>
    public static GatewayCall PushCall(TryTarget target, object order)
        => new(HttpMethod.Post, target.Path("try", "push")) { Body = order, Limit = PushLimit };

    /// <summary>Sends a test push.</summary>
    public async Task<GatewayAnswer<TryAnswer>> PushAsync(TryTarget target, object order, string what, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var answer = await fleet.AskOneAsync<TryAnswer>(PushCall(target, order), cancellationToken);
        await audit.WriteAsync(
            "try.push", target.Name, answer.IsThere ? what : $"{what}: {answer.Error.Kind}", cancellationToken);
        return answer;
    }

    /// <summary>Calls an API of WeChat; an order that <see cref="ApiOrder.WhyNot"/> refuses throws.</summary>
    public async Task<GatewayAnswer<ApiAnswer>> CallAsync(TryTarget target, ApiOrder order, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        if (order.WhyNot() is { } reason)
        {
            throw new ArgumentException(reason, nameof(order));
        }

        var startedAt = clock.GetTimestamp();
        var answer = await fleet.AskOneAsync<string>(order.Call(target) with { MostBytes = MostBytes }, cancellationToken);
        var took = clock.GetElapsedTime(startedAt);
        await audit.WriteAsync(
            "try.call",
            target.Name,
            $"{order.Method} {order.Path}{(answer.IsThere ? "" : $": {answer.Error.Kind}")}",
            cancellationToken);
        if (!answer.IsThere)
        {
            return GatewayAnswer<ApiAnswer>.Not(answer.Error);
        }

        var read = ApiAnswer.Of(answer.Value, took);
        return GatewayAnswer<ApiAnswer>.Of(
            read.Errcode is { } errcode ? read with { Meaning = await MeaningAsync(errcode, cancellationToken) } : read);
    }

    private async Task<ErrcodeMeaning?> MeaningAsync(int errcode, CancellationToken cancellationToken)
    {
        var path = GatewayPath.Of("overview", "errcodes", errcode.ToString(CultureInfo.InvariantCulture));
        return (await fleet.GetAsync<ErrcodeMeaning>(path, cancellationToken)).Value;
    }
}
