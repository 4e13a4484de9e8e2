using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Gateway.Access.Backends;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy.Platforms;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>
/// Prepares calls of WeChat's API before YARP forwards them, and answers errors in WeChat's shape.
/// </summary>
internal sealed class ApiMiddleware(RequestDelegate next, ServiceCatalog services, PlatformCalls platforms, TokenAnswers tokens)
{
    private const string PlainPath
        = "Write the path of WeChat's API plainly: no encoded slash or percent sign, no backslash, no dots that stand for a folder.";

    /// <summary>Has an API call forwarded; passes on what is none.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return ApiRoutes.ServiceOf(route, context) is { } service ? ForwardAsync(context, route, service) : next(context);
    }

    private async Task ForwardAsync(HttpContext context, RouteConfig route, string name)
    {
        BackendsOnly.Verify(context);

        // Only the path of a generated route has the place where a platform's account is named.
        var isService = services.TryGetCurrent(name, out var service);
        if (!isService && (!platforms.Serves(name) || !ApiRoutes.IsGenerated(route)))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.NoEndpoint());
            return;
        }

        // A TRACE would bring back the address, and with it the token.
        if (HttpMethods.IsTrace(context.Request.Method) || HttpMethods.IsConnect(context.Request.Method))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status405MethodNotAllowed, "The method is not allowed."));
            return;
        }

        if (!CalledPath.TryFold(context.Request.Path.Value ?? "", out var whole)
            || !CalledPath.TryFold(CalledPath.BelowPrefix(context), out var path))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused(PlainPath));
            return;
        }

        if (!ReferenceEquals(whole, context.Request.Path.Value))
        {
            context.Request.Path = whole;
        }

        var (target, error) = isService
            ? (new CallTarget(service!.Account, path, ApiRoutes.PathOf(route, context, path)), null)
            : platforms.Read(name, whole[..(whole.Length - path.Length)], path);
        if (target is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        if (tokens.Answer(context, target.Account, target.Path) is { } answer)
        {
            await answer;
            return;
        }

        ApiHeaders.Drop(context.Request.Headers);
        var call = await KeepAsync(context, target);
        context.Features.Set(call);
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is { Error: var failure })
        {
            await ExplainAsync(context, failure);
        }
        else if (call.Answer is { } answered && !context.Response.HasStarted)
        {
            await SendAsync(context, answered);
        }
    }

    private static async ValueTask<ApiCall> KeepAsync(HttpContext context, CallTarget target)
    {
        var request = context.Request;
        var query = request.QueryString;
        var isCallers = target.IsCallersToken(query);
        var rest = isCallers ? QueryString.Empty : QueryOf(query, target);
        if (query.HasValue)
        {
            request.QueryString = rest;
        }

        var body = await KeepBodyAsync(context);
        body = isCallers || body is null ? body : BodyOf(request, body.Value, target);
        return new ApiCall(target.Account, body, target.Path)
        {
            CallersQuery = isCallers ? query.Value ?? "" : null,
            Query = rest.Value ?? "",
            Forwarded = target.Forwarded,
            TokenName = target.TokenName,
        };
    }

    private static async ValueTask SendAsync(HttpContext context, ReadOnlyMemory<byte> answer)
    {
        try
        {
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
    }

    private static QueryString QueryOf(QueryString query, CallTarget target)
    {
        var rest = query.HasValue ? new QueryString(AccessTokenQuery.Without(query.Value ?? "")) : query;
        if (!target.IsOfPlatform)
        {
            return rest;
        }

        rest = new QueryString(AccessTokenQuery.Without(rest.Value ?? "", AccessTokenQuery.ComponentName));
        return target.NamesComponentInQuery ? ComponentNames.InQuery(rest, target.Account.AppId) : rest;
    }

    private static ReadOnlyMemory<byte> BodyOf(HttpRequest request, ReadOnlyMemory<byte> body, CallTarget target)
    {
        var rest = ApiBody.WithoutToken(request, body);
        return target.NamesComponentInBody && HttpMethods.IsPost(request.Method)
            ? ApiBody.Write(request, ComponentNames.InBody(rest, target.Account.AppId))
            : rest;
    }

    private static ValueTask<ReadOnlyMemory<byte>?> KeepBodyAsync(HttpContext context)
    {
        // Videos are larger than Kestrel's default allows; they stream through, and WeChat says what is too much.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return ApiBody.KeepAsync(context.Request, context.RequestAborted);
    }

    private static Task ExplainAsync(HttpContext context, ForwarderError failure)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        return failure switch
        {
            ForwarderError.RequestTimedOut
                => ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status504GatewayTimeout, "WeChat did not answer in time.")),
            ForwarderError.RequestCanceled or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled => Task.CompletedTask,
            _ => ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status502BadGateway, "WeChat cannot be reached.")),
        };
    }
}
