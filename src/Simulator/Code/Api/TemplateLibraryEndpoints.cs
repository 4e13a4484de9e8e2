using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers the calls for a platform's drafts and templates, which take the platform's own token.</summary>
internal sealed class TemplateLibraryEndpoints(CodeGate gate, CodeBook book)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/gettemplatedraftlist"] = gate.PlatformGet(ListDrafts),
        ["/wxa/addtotemplate"] = gate.PlatformPost(Add),
        ["/wxa/gettemplatelist"] = gate.PlatformGet(List),
        ["/wxa/deletetemplate"] = gate.PlatformPost(Delete),
    };

    private ApiAnswer ListDrafts(PlatformState platform, ApiCall call) =>
        ApiAnswer.Ok().And("draft_list", new JsonArray([.. book.LibraryOf(platform).Drafts.Select(draft => Describe(draft, "draft_id"))]));

    private ApiAnswer List(PlatformState platform, ApiCall call)
    {
        var type = call.Parameter("template_type");
        if (type is not (null or "0" or "1"))
        {
            return ApiError.InvalidArguments;
        }

        var templates = book.LibraryOf(platform).Templates
            .Where(template => type is null || (template.Type == CodeTemplate.Standard) == (type == "1"))
            .Select(template =>
            {
                var described = Describe(template, "template_id");
                described["template_type"] = template.Type;
                return described;
            });
        return ApiAnswer.Ok().And("template_list", new JsonArray([.. templates]));
    }

    private ApiAnswer Add(PlatformState platform, JsonObject json)
    {
        var type = json.Number("template_type") ?? 0;
        return type is not (0 or CodeTemplate.Standard) ? ApiError.InvalidArguments
            : book.LibraryOf(platform).Take(json.Number("draft_id"), (int)type) is { } error ? error
            : ApiAnswer.Ok();
    }

    private ApiAnswer Delete(PlatformState platform, JsonObject json) =>
        book.LibraryOf(platform).Delete(json.Number("template_id")) is { } error ? error : ApiAnswer.Ok();

    private static JsonObject Describe(CodeTemplate code, string idName) => new()
    {
        ["create_time"] = code.CreatedAt!.Value.ToUnixTimeSeconds(),
        ["user_version"] = code.UserVersion,
        ["user_desc"] = code.UserDesc,
        [idName] = code.Id,
        ["source_miniprogram_appid"] = code.SourceAppId,
        ["source_miniprogram"] = code.SourceAppId,
    };
}
