using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Json;

namespace WxYarpGateway.Gateway.Platforms.Rules;

/// <summary>
/// The rules of a platform: <c>GET|POST …/rules</c>, <c>GET|PUT|PATCH|DELETE …/rules/{name}</c>. Rules of the configuration are shown and
/// cannot be changed.
/// </summary>
internal sealed class RuleEndpoints(RuleBook book) : IPlatformEndpoints
{
    /// <summary>The largest body with a rule.</summary>
    public const int LargestBody = 64 * 1024;

    private const string NoRule = "There is no such rule.";

    // Somebody else may change the rule between the look and the write.
    private const int Attempts = 5;

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Get, "/rules", "Lists the rules of the platform.", ListAsync),
        new(HttpMethods.Post, "/rules",
            new Description("Adds a rule.")
            {
                Body = """{"name":"orders","when":{"msgType":["text"]},"to":{"backend":"crm"}}""",
                Status = StatusCodes.Status201Created,
            },
            AddAsync),
        new(HttpMethods.Get, "/rules/{name}", "Shows a rule.", GetAsync),
        new(HttpMethods.Put, "/rules/{name}",
            new Description("Replaces a rule, or adds it.") { Body = """{"when":{"msgType":["text"]},"to":{"backend":"crm"}}""" },
            PutAsync),
        new(HttpMethods.Patch, "/rules/{name}",
            new Description("Changes fields of a rule.") { Body = """{"enabled":false}""" },
            PatchAsync),
        new(HttpMethods.Delete, "/rules/{name}",
            new Description("Removes a rule.") { Status = StatusCodes.Status204NoContent },
            DeleteAsync),
    ];

    private Task ListAsync(HttpContext context, WeChatPlatform platform)
    {
        var rules = book.Of(platform);
        return JsonBody.SendAsync(context, json =>
        {
            json.WriteNumber("revision"u8, rules.Revision);
            json.WriteStartArray("rules"u8);
            foreach (var entry in rules.Entries)
            {
                json.WriteStartObject();
                Write(json, entry);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private Task GetAsync(HttpContext context, WeChatPlatform platform)
        => book.Of(platform).Find(NameOf(context)) is { } entry
            ? SendAsync(context, StatusCodes.Status200OK, entry)
            : ErrorWriter.WriteAsync(context, GatewayError.Missing(NoRule));

    private async Task AddAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await Caller.ReadAsync(context) is { } caller && await ReadAsync(context) is { } body)
        {
            var reading = RuleJson.Read(body, name: null, platform.Backends);
            if (await PutAsync(context, platform, caller, reading, mustBeNew: true) is { Rule: { } rule })
            {
                context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{Uri.EscapeDataString(rule.Name)}";
                await SendAsync(context, StatusCodes.Status201Created, book.Of(platform).Find(rule.Name)!);
            }
        }
    }

    private async Task PutAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await Caller.ReadAsync(context) is { } caller && await ReadAsync(context) is { } body)
        {
            var isNew = book.Of(platform).Find(NameOf(context)) is null;
            var reading = RuleJson.Read(body, NameOf(context), platform.Backends);
            if (await PutAsync(context, platform, caller, reading, mustBeNew: false) is { Rule: { } rule })
            {
                await SendAsync(
                    context, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, book.Of(platform).Find(rule.Name)!);
            }
        }
    }

    private async Task PatchAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await Caller.ReadAsync(context) is not { } caller || await ReadAsync(context) is not { } body)
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var entry = book.Of(platform).Find(NameOf(context));
            if (entry?.Rule is null || entry.Stored is null)
            {
                await RefuseAsync(context, entry);
                return;
            }

            var reading = RuleJson.Patch(entry.Rule, body, platform.Backends);
            if (reading.Rule is null)
            {
                await ErrorWriter.WriteAsync(context, ErrorOf(reading));
                return;
            }

            var (change, error) = RuleTags.Apply(context.Request, ChangeOf(caller, reading.Rule) with { MustExist = true });
            if (error is not null)
            {
                await ErrorWriter.WriteAsync(context, error);
                return;
            }

            // What is changed is what was read, whether the caller says so or not.
            var isOurs = change.ETags is null;
            if (!isOurs && !change.ETags!.Contains(entry.Stored.ETag))
            {
                await AnswerAsync(context, new RuleWrite(RuleWriteResult.Changed, 0, entry.Stored));
                return;
            }

            var written = await book.WriteAsync(platform, change with { ETags = [entry.Stored.ETag] }, context.RequestAborted);
            if (written.Result == RuleWriteResult.Changed && isOurs && attempt < Attempts)
            {
                await book.RefreshAsync(platform, context.RequestAborted);
                continue;
            }

            if (await AnswerAsync(context, written))
            {
                await SendAsync(context, StatusCodes.Status200OK, book.Of(platform).Find(entry.Name)!);
            }

            return;
        }
    }

    private async Task DeleteAsync(HttpContext context, WeChatPlatform platform)
    {
        var entry = book.Of(platform).Find(NameOf(context));
        if (entry is { Stored: null })
        {
            await RefuseAsync(context, entry);
            return;
        }

        if (await Caller.ReadAsync(context) is not { } caller)
        {
            return;
        }

        var deletion = new RuleChange(entry?.Name ?? NameOf(context), null, "", caller.Key) { Person = caller.Person };
        var (change, error) = RuleTags.Apply(context.Request, deletion);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
        }
        else if (await AnswerAsync(context, await book.WriteAsync(platform, change, context.RequestAborted)))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    /// <summary>Writes a rule; returns <see langword="null"/> after answering why it was not written.</summary>
    private async Task<RuleWrite?> PutAsync(
        HttpContext context, WeChatPlatform platform, ChangedBy caller, RuleReading reading, bool mustBeNew)
    {
        if (reading.Rule is not { } rule)
        {
            await ErrorWriter.WriteAsync(context, ErrorOf(reading));
            return null;
        }

        if (book.Of(platform).Find(rule.Name) is { } present && (present.Stored is null || present.Name != rule.Name))
        {
            await RefuseAsync(context, present);
            return null;
        }

        var most = Rule.Most - book.Of(platform).Entries.Count(entry => entry.Stored is null);
        var (change, error) = RuleTags.Apply(context.Request, ChangeOf(caller, rule) with { MustBeNew = mustBeNew, Most = most });
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return null;
        }

        var written = await book.WriteAsync(platform, change, context.RequestAborted);
        return await AnswerAsync(context, written) ? written : null;
    }

    /// <summary>Returns whether a change was made; answers why it was not.</summary>
    private static async Task<bool> AnswerAsync(HttpContext context, RuleWrite written)
    {
        var error = written.Result switch
        {
            RuleWriteResult.Done => null,
            RuleWriteResult.Missing => GatewayError.Missing(NoRule),
            RuleWriteResult.Exists
                => GatewayError.Of(StatusCodes.Status409Conflict, "There is a rule of that name already; change it with PUT."),
            RuleWriteResult.Full => GatewayError.Of(StatusCodes.Status409Conflict, $"The platform has {Rule.Most} rules, the most it may."),
            _ => GatewayError.Of(StatusCodes.Status412PreconditionFailed, "The rule was changed or deleted in the meantime; get it again."),
        };
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
        }

        return error is null;
    }

    private static Task RefuseAsync(HttpContext context, RuleEntry? entry) => ErrorWriter.WriteAsync(context, entry switch
    {
        null => GatewayError.Missing(NoRule),
        { Stored: null } => GatewayError.Of(
            StatusCodes.Status409Conflict, $"Rule {entry.Name} stands in the configuration; change it there, or choose another name."),
        _ => GatewayError.Of(StatusCodes.Status409Conflict, $"There is a rule {entry.Name}, whose name differs in case alone."),
    });

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context)
    {
        var (body, error) = await SmallBody.ReadAsync(context.Request, LargestBody, context.RequestAborted);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return null;
        }

        return body;
    }

    private static GatewayError ErrorOf(RuleReading reading)
        => GatewayError.Refused([.. reading.Errors.Select(error => new RequestError(error.Path, error.Problem))]);

    private static RuleChange ChangeOf(ChangedBy caller, Rule rule)
        => new(rule.Name, rule, Encoding.UTF8.GetString(RuleJson.Write(rule)), caller.Key) { Person = caller.Person };

    private static string NameOf(HttpContext context) => (string)context.GetRouteValue("name")!;

    private static Task SendAsync(HttpContext context, int status, RuleEntry entry)
    {
        if (entry.Stored is { } stored)
        {
            RuleTags.Write(context.Response, stored);
        }

        return JsonBody.SendAsync(context, status, JsonBody.ContentType, JsonBody.Of(json => Write(json, entry)));
    }

    private static void Write(Utf8JsonWriter json, RuleEntry entry)
    {
        if (entry.Rule is { } rule)
        {
            RuleJson.WriteMembers(json, rule);
        }
        else
        {
            json.WriteString("Name"u8, entry.Name);
        }

        json.WriteString("source"u8, entry.Stored is null ? "configuration" : "database");
        if (entry.Stored is { } stored)
        {
            json.WriteString("etag"u8, RuleTags.Quote(stored.ETag));
            json.WriteString("updated"u8, stored.UpdatedAt);
            if (stored.By.Length > 0)
            {
                json.WriteString("by"u8, stored.By);
            }
        }

        if (entry.Problem.Length > 0)
        {
            json.WriteString("problem"u8, entry.Problem);
        }
    }
}
