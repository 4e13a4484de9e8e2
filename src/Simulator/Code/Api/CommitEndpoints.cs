using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers <c>/wxa/commit</c>, and the calls that show the committed code.</summary>
internal sealed class CommitEndpoints(CodeGate gate, CodeBook book)
{
    // Documented for standard templates.
    private static readonly string[] StandardFields = ["extAppid", "ext", "window"];

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/commit"] = gate.Post(Commit),
        ["/wxa/security/get_code_privacy_info"] = gate.Get(ReportScan),
        ["/wxa/get_page"] = gate.Get(ListPages),
        ["/wxa/get_category"] = gate.Get(ListCategories),
    };

    private ApiAnswer Commit(CodeCaller caller, JsonObject json)
    {
        if (book.LibraryOf(caller.Platform).Find(json.Number("template_id")) is not { } template)
        {
            return CodeErrors.NoTemplate;
        }

        // ext_json is JSON as text; an object is malformed, as are the versions that people forget.
        if (json.Text("ext_json") is not { } extJson || json.Text("user_version") is not { } version)
        {
            return ApiError.InvalidBody;
        }

        if (ErrorOf(extJson, template, caller.Account) is { } error)
        {
            return error;
        }

        var scan = caller.Account.Code.PrivacyScan;
        book.Of(caller.Account.AppId).Commit(template.Id, version, json.Text("user_desc") ?? "", extJson, scan);
        return ApiAnswer.Ok();
    }

    private static ApiError? ErrorOf(string text, CodeTemplate template, SimulatedAccount account)
    {
        if (ApiCall.ParseObject(Encoding.UTF8.GetBytes(text)) is not { } ext)
        {
            return CodeErrors.UnreadableExtJson;
        }

        var known = account.Code.Pages;
        var pages = ext["pages"] is null ? null : ext.Texts("pages") ?? [];
        var tabs = (ext["tabBar"] as JsonObject)?["list"] as JsonArray ?? [];
        var extPages = (ext["extPages"] as JsonObject)?.Select(page => page.Key) ?? [];
        return ext.Text("extAppid") is { } appId && appId != account.AppId ? CodeErrors.InvalidExtJson
            : template.Type == CodeTemplate.Standard && ext.Any(field => !StandardFields.Contains(field.Key)) ? CodeErrors.LimitedExtJson
            : pages is [] ? CodeErrors.NoPages
            : tabs.Any(tab => (tab as JsonObject)?.Text("pagePath") is null) ? CodeErrors.TabWithoutPath
            : (pages ?? []).Concat(extPages).All(known.Contains) ? null
            : CodeErrors.NoSuchPage;
    }

    private ApiAnswer ReportScan(CodeCaller caller, ApiCall call)
    {
        var report = book.Of(caller.Account.AppId).Report;
        return report.Committed is null ? CodeErrors.NoCode
            : report.IsScanning ? CodeErrors.ScanUnderWay
            : ApiAnswer.Ok()
                .And("without_auth_list", ListOf(caller.Account.Code.UnpermittedPrivacyApis))
                .And("without_conf_list", ListOf(caller.Account.Code.UndeclaredPrivacyApis));
    }

    private ApiAnswer ListPages(CodeCaller caller, ApiCall call) =>
        book.Of(caller.Account.AppId).Report.Committed is null
            ? CodeErrors.NoCode
            : ApiAnswer.Ok().And("page_list", ListOf(caller.Account.Code.Pages));

    private static ApiAnswer ListCategories(CodeCaller caller, ApiCall call) =>
        ApiAnswer.Ok().And("category_list", new JsonArray([.. caller.Account.Code.Categories.Select(Describe)]));

    private static JsonNode Describe(CodeCategory category) => new JsonObject
    {
        ["first_class"] = category.FirstClass,
        ["second_class"] = category.SecondClass,
        ["third_class"] = category.ThirdClass ?? "",
        ["first_id"] = category.FirstId,
        ["second_id"] = category.SecondId,
        ["third_id"] = category.ThirdId ?? 0,
    };

    private static JsonArray ListOf(IEnumerable<string> items) => [.. items.Select(item => (JsonNode)item)];
}
