using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>Maps what is done for platforms, <c>{Platform}/{platform}/…</c>, and answers alike when the database is away.</summary>
internal sealed class PlatformEndpoints(PlatformCatalog platforms, IEnumerable<IPlatformEndpoints> concerns) : IEndpointGroup
{
    // About as often the gateway looks for a database that is away.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Platform is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Platforms);
        foreach (var paths in concerns.SelectMany(concern => concern.Endpoints).GroupBy(endpoint => endpoint.Path))
        {
            PlatformEndpoint[] methods = [.. paths];
            var mapped = group.Map("/{platform}" + paths.Key, context => AnswerAsync(context, methods)).AtExactPath();
            foreach (var method in methods)
            {
                mapped.Describe(method.Method, method.About);
            }
        }

        group.MapNothingElse();
    }

    /// <summary>Answers; says what is away when the database or the store is.</summary>
    public static async Task TryAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception exception) when (
            exception is DatabaseUnavailableException or AuthorizersUnavailableException or VaultUnavailableException
                or StoreUnavailableException or FieldUnreadableException && !context.Response.HasStarted)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Of(StatusCodes.Status503ServiceUnavailable, exception.Message) with { RetryAfter = Pause });
        }
    }

    private Task AnswerAsync(HttpContext context, PlatformEndpoint[] methods)
    {
        if (context.GetRouteValue("platform") is not string name || !platforms.Current.TryGetValue(name, out var platform))
        {
            return ErrorWriter.WriteAsync(context, GatewayError.Missing("No such platform is configured."));
        }

        var endpoint = Array.Find(methods, endpoint => HttpMethods.Equals(context.Request.Method, endpoint.Method));
        return endpoint is null
            ? ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(string.Join(", ", methods.Select(method => method.Method))))
            : TryAsync(context, () => endpoint.Answer(context, platform));
    }
}
