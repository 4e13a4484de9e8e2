using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class TemplateLibraryTests : CodeFixture
{
    private const string ListPath = "/wxa/gettemplatelist";
    private const string AddPath = "/wxa/addtotemplate";
    private const string DeletePath = "/wxa/deletetemplate";
    private const string DraftPath = "/wxa/gettemplatedraftlist";

    [Fact]
    public async Task A_draft_becomes_a_template_of_its_own_number()
    {
        Simulator.Code.AddDraft(Component, new CodeTemplate { Id = 3, UserVersion = "5.0.0" });
        var draft = (await LibraryAsync(DraftPath))["draft_list"]!.AsArray().Single()!;
        Assert.Equal((3, "5.0.0"), ((int)draft["draft_id"]!, (string)draft["user_version"]!));
        Assert.Equal(0, await ErrorInLibraryAsync(AddPath, """{"draft_id":3,"template_type":1}"""));

        Assert.Equal([12, 13, 14], await IdsAsync(ListPath));
        Assert.Equal([13, 14], await IdsAsync($"{ListPath}?template_type=1"));
        Assert.Equal([12], await IdsAsync($"{ListPath}?template_type=0"));
        Assert.Equal(0, await CodeErrorAsync(CommitPath, CommitBody(template: 14)));
    }

    [Fact]
    public async Task A_deleted_template_is_gone_and_its_number_is_not_used_again()
    {
        Simulator.Code.AddDraft(Component, new CodeTemplate { Id = 3 });
        Assert.Equal(0, await ErrorInLibraryAsync(DeletePath, """{"template_id":13}"""));
        Assert.Equal(85064, await ErrorInLibraryAsync(DeletePath, """{"template_id":13}"""));
        Assert.Equal(85014, await CodeErrorAsync(CommitPath, CommitBody(template: 13)));
        await ErrorInLibraryAsync(AddPath, """{"draft_id":3}""");

        Assert.Equal([12, 14], await IdsAsync(ListPath));
    }

    [Fact]
    public async Task The_library_has_limits_and_names_what_it_lacks()
    {
        Assert.Equal(85064, await ErrorInLibraryAsync(AddPath, """{"draft_id":9}"""));
        Assert.Equal(40097, await ErrorInLibraryAsync(AddPath, """{"draft_id":9,"template_type":2}"""));
        Assert.Equal(40097, await ErrorInLibraryAsync($"{ListPath}?template_type=x"));
        Simulator.Code.AddDraft(Component, new CodeTemplate { Id = 3 });
        Platform.Templates = [.. Enumerable.Range(1, 200).Select(id => new CodeTemplate { Id = id })];
        Assert.Equal(85065, await ErrorInLibraryAsync(AddPath, """{"draft_id":3}"""));
    }

    [Fact]
    public async Task The_token_must_be_the_platforms_and_the_method_right()
    {
        Assert.Equal(61014, await CodeErrorAsync(ListPath));
        Assert.Equal(43001, await ErrorInLibraryAsync(ListPath, "{}"));
        Assert.Equal(43002, await ErrorInLibraryAsync(AddPath));
        Assert.Equal(44002, await ErrorInLibraryAsync(DeletePath, ""));
    }

    private async Task<JsonObject> LibraryAsync(string pathAndQuery, string? body = null) =>
        await CodeWithAsync(await ComponentTokenAsync(), pathAndQuery, body);

    private async Task<int> ErrorInLibraryAsync(string pathAndQuery, string? body = null) =>
        ErrorOf(await LibraryAsync(pathAndQuery, body));

    private async Task<IEnumerable<int>> IdsAsync(string pathAndQuery) =>
        (await LibraryAsync(pathAndQuery))["template_list"]!.AsArray().Select(template => (int)template!["template_id"]!);
}
