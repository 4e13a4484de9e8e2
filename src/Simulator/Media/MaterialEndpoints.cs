using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Publishing;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Answers <c>/cgi-bin/material/…</c>: files that are kept until they are deleted. Its news materials are drafts.</summary>
internal sealed class MaterialEndpoints(
    AccessGate gate,
    AccountShelf<Material> materials,
    AccountShelf<Draft> drafts,
    PictureEndpoints pictures,
    TimeProvider clock)
{
    public const string AddPath = "/cgi-bin/material/add_material";
    public const string GetPath = "/cgi-bin/material/get_material";

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/material/del_material"] = gate.Post((account, json) =>
            materials.Remove(account.AppId, json.Text("media_id")) ? ApiAnswer.Ok() : ApiError.InvalidMediaId),
        ["/cgi-bin/material/batchget_material"] = gate.Post(List),
        ["/cgi-bin/material/get_materialcount"] = gate.Get(Count),
    };

    public async Task<ApiAnswer?> AddAsync(HttpContext context, ApiCall call)
    {
        var form = await ReceivedForm.ReadAsync(context.Request, context.RequestAborted);
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        // Some clients send the type as a field of the form.
        var type = call.Parameter("type") ?? TextOf(form, "type") ?? "";
        var description = type == "video" ? ParseObject(TextOf(form, "description")) : null;
        if (Check(type, form, description) is { } error)
        {
            return error;
        }

        var file = form.File!.ToFile(type, clock.GetUtcNow());
        var (id, url) = (RandomNumberGenerator.GetHexString(43), pictures.Publish(context, file));
        var material = new Material(id, file, url, description?.Text("title"), description?.Text("introduction"));
        materials.Put(account.AppId, material.MediaId, material);
        var answer = new ApiAnswer(new JsonObject { ["media_id"] = material.MediaId });
        return type is "image" or "thumb" ? answer.And("url", material.Url) : answer;
    }

    public async Task<ApiAnswer?> GetAsync(HttpContext context, ApiCall call)
    {
        call = await ApiCall.ReadAsync(context.Request, context.RequestAborted);
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        var id = json.Text("media_id");
        if (drafts.TryFind(account.AppId, id, out var draft))
        {
            return new ApiAnswer(draft.Describe());
        }

        if (!materials.TryFind(account.AppId, id, out var material))
        {
            return ApiError.InvalidMediaId;
        }

        if (material.Title is not null)
        {
            return new ApiAnswer(new JsonObject
            {
                ["title"] = material.Title,
                ["description"] = material.Introduction ?? "",
                ["down_url"] = material.Url,
            });
        }

        await material.File.WriteAsync(context);
        return null;
    }

    private ApiAnswer List(SimulatedAccount account, JsonObject json)
    {
        var type = json.Text("type");
        if (type != "news" && (!MediaRules.IsKind(type) || type == "thumb"))
        {
            return ApiError.InvalidMediaType;
        }

        return Page.Of(json) is not { } page ? ApiError.InvalidArguments
            : type == "news" ? page.Answer(drafts.Of(account.AppId), draft => draft.Summarize(withContent: true))
            : page.Answer([.. materials.Of(account.AppId).Where(material => KindOf(material) == type).Reverse()], Describe);
    }

    private ApiAnswer Count(SimulatedAccount account, ApiCall call)
    {
        int Of(string kind) => materials.Of(account.AppId).Count(material => KindOf(material) == kind);
        return new ApiAnswer(new JsonObject
        {
            ["voice_count"] = Of("voice"),
            ["video_count"] = Of("video"),
            ["image_count"] = Of("image"),
            ["news_count"] = drafts.Of(account.AppId).Count,
        });
    }

    private static ApiError? Check(string type, ReceivedForm form, JsonObject? description) =>
        !MediaRules.IsKind(type) ? ApiError.InvalidMediaType
        : form.File is not { } file ? ApiError.MediaMissing
        : MediaRules.Check(type, file) is { } error ? error
        : type == "video" && description?.Text("title") is null ? ApiError.InvalidBody
        : null;

    private static JsonObject Describe(Material material)
    {
        var json = new JsonObject
        {
            ["media_id"] = material.MediaId,
            ["name"] = material.Title ?? material.File.Name,
            ["update_time"] = material.File.At.ToUnixTimeSeconds(),
        };
        if (KindOf(material) == "image")
        {
            json["url"] = material.Url;
        }

        return json;
    }

    // WeChat lists thumbnails among the images.
    private static string KindOf(Material material) => material.File.Kind == "thumb" ? "image" : material.File.Kind;

    private static string? TextOf(ReceivedForm form, string name) =>
        form.Parts.FirstOrDefault(part => part.Name == name && part.FileName.Length == 0) is { } part
            ? Encoding.UTF8.GetString(part.Bytes)
            : null;

    private static JsonObject? ParseObject(string? text) => text is null ? null : ApiCall.ParseObject(Encoding.UTF8.GetBytes(text));
}
