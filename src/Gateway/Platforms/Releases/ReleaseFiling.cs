using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Platforms.Code;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Platform.Releases.Orders;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary><c>POST …/releases</c>: files an order, once for each <c>Idempotency-Key</c>.</summary>
internal sealed class ReleaseFiling(ReleaseDesk desk)
{
    /// <summary>The largest body: ten thousand AppIds, and an ext_json of 64 KiB whose every character may be escaped.</summary>
    public const int LargestBody = 1024 * 1024;

    private const int LongestKey = 128;
    private const string KeyHeader = "Idempotency-Key";

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext context, WeChatPlatform platform)
    {
        var key = KeyOf(context.Request, out var error);
        var body = ReadOnlyMemory<byte>.Empty;
        if (error is null)
        {
            (body, error) = await SmallBody.ReadAsync(context.Request, LargestBody, context.RequestAborted);
        }

        ReleaseOrder? order = null;
        if (error is null)
        {
            (order, error) = Read(body);
        }

        if (error is null)
        {
            var filed = await desk.FileAsync(platform, order!, key, context.RequestAborted);
            error = ErrorOf(filed.Result, order!);
            if (error is null)
            {
                await SendAsync(context, filed.Id);
                return;
            }
        }

        await ErrorWriter.WriteAsync(context, error);
    }

    /// <summary>Reads an order.</summary>
    public static (ReleaseOrder? Order, GatewayError? Error) Read(ReadOnlyMemory<byte> body)
    {
        var reading = OrderReader.Read(body);
        if (!reading.IsTooLarge && AuditErrors(body, reading.Errors) is { Count: > 0 } errors)
        {
            return (null, GatewayError.Refused([.. reading.Errors.Select(one => new RequestError(one.Path, one.Problem)), .. errors]));
        }

        return reading.IsTooLarge
            ? (null, GatewayError.Of(
                StatusCodes.Status413PayloadTooLarge, $"ext_json must have at most {ReleaseOrder.LargestExtJson} bytes."))
            : reading.Order is null
                ? (null, GatewayError.Refused([.. reading.Errors.Select(one => new RequestError(one.Path, one.Problem))]))
                : (reading.Order, null);
    }

    /// <summary>
    /// Returns what is wrong with the fields of an audit, which ten thousand submissions would be refused for; not what is known already.
    /// </summary>
    private static List<RequestError> AuditErrors(ReadOnlyMemory<byte> body, IReadOnlyList<OrderError> known)
    {
        var errors = new List<RequestError>();
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("audit", out var audit) && audit.ValueKind == JsonValueKind.Object)
            {
                var isFirst = audit.TryGetProperty("item_list", out var items) && items.ValueKind == JsonValueKind.String;
                (isFirst ? CodeShapes.AuditOfFirstCategory : CodeShapes.Audit).Check(audit, "audit", errors);
            }
        }
        catch (JsonException)
        {
            // The reader of orders says so.
        }

        errors.RemoveAll(error => known.Any(one => one.Path == error.Path));
        return errors;
    }

    private static string? KeyOf(HttpRequest request, out GatewayError? error)
    {
        error = null;
        var values = request.Headers[KeyHeader];
        if (values.Count == 0)
        {
            return null;
        }

        var key = values.ToString();
        if (values.Count > 1 || key.Length is 0 or > LongestKey || key.Any(letter => letter is <= ' ' or > '~'))
        {
            error = GatewayError.Refused(
                [new RequestError(KeyHeader, $"must be one text of 1 to {LongestKey} printable characters without spaces")]);
        }

        return key;
    }

    /// <summary>Returns why an order is not filed; <see langword="null"/> when it is.</summary>
    public static GatewayError? ErrorOf(FilingResult result, ReleaseOrder order) => result switch
    {
        FilingResult.Filed => null,
        FilingResult.OtherOrder => GatewayError.Of(
            StatusCodes.Status422UnprocessableEntity, "Another order was filed with this Idempotency-Key. Choose another key."),
        FilingResult.Nobody => GatewayError.Refused([new RequestError(
            order.Target.Tag is null ? "to" : "to.tag", "means no mini program that is authorized")]),
        _ => GatewayError.Refused([new RequestError("to", $"means more than {ReleaseTarget.Most} mini programs; order by tags")]),
    };

    private static Task SendAsync(HttpContext context, Guid id)
    {
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{id:N}";
        return JsonBody.SendAsync(
            context, StatusCodes.Status202Accepted, JsonBody.ContentType, JsonBody.Of(json => json.WriteString("id"u8, id.ToString("N"))));
    }
}
