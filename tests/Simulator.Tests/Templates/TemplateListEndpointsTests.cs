using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Templates;

public sealed class TemplateListEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_template_is_added_from_the_library_listed_sent_and_deleted()
    {
        Account.TemplateIds = ["t1"];
        var id = (string)(await ApiAsync("/cgi-bin/template/api_add_template", """{"template_id_short":"TM00015"}"""))["template_id"]!;
        var message = $$"""{"touser":"o1","template_id":"{{id}}","data":{"first":{"value":"x"} } }""";

        Assert.Equal(0, await ErrorOfAsync(ApiPath.TemplateSend, message));
        Assert.Equal(
            ["t1", id],
            (await ApiAsync("/cgi-bin/template/get_all_private_template"))["template_list"]!.AsArray()
                .Select(template => (string)template!["template_id"]!));
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/template/del_private_template", $$"""{"template_id":"{{id}}"}"""));
        Assert.Equal(40037, await ErrorOfAsync(ApiPath.TemplateSend, message));
        Assert.Equal(40037, await ErrorOfAsync("/cgi-bin/template/del_private_template", $$"""{"template_id":"{{id}}"}"""));
        Assert.Equal(40037, await ErrorOfAsync("/cgi-bin/template/api_add_template", "{}"));
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/template/del_private_template", """{"template_id":"t1"}"""));
    }
}
