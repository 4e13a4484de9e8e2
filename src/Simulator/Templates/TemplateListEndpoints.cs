using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>Answers <c>/cgi-bin/template/…</c>: the templates that an account may send.</summary>
internal sealed class TemplateListEndpoints(AccessGate gate, TemplateBook templates)
{
    // Real ids have 43 characters.
    private const int IdBytes = 32;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/template/get_all_private_template"] = gate.Get(List),
        ["/cgi-bin/template/api_add_template"] = gate.Post(Add),
        ["/cgi-bin/template/del_private_template"] = gate.Post((account, json) =>
            templates.Remove(account, json.Text("template_id")) ? ApiAnswer.Ok() : ApiError.InvalidTemplate),
    };

    private ApiAnswer List(SimulatedAccount account, ApiCall call) =>
        new(new JsonObject { ["template_list"] = new JsonArray([.. templates.Of(account).Select(Describe)]) });

    private ApiAnswer Add(SimulatedAccount account, JsonObject json)
    {
        if (json.Text("template_id_short") is null)
        {
            return ApiError.InvalidTemplate;
        }

        var id = RandomIds.Base64UrlOf(IdBytes);
        templates.Add(account.AppId, id);
        return ApiAnswer.Ok().And("template_id", id);
    }

    private static JsonObject Describe(string id) => new()
    {
        ["template_id"] = id,
        ["title"] = "模拟模板",
        ["primary_industry"] = "IT科技",
        ["deputy_industry"] = "互联网|电子商务",
        ["content"] = "{{first.DATA}}\n{{remark.DATA}}",
        ["example"] = "模拟模板",
    };
}
