using System.Globalization;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Platform.Code;

/// <content>What changes a mini program. No answer means that nobody knows whether WeChat did it: ask where it stands.</content>
public sealed partial class CodeApi
{
    /// <summary>
    /// Puts a template's code into a mini program, as its trial version. WeChat begins to scan it; an audit has to wait for that, and each
    /// commit begins another scan.
    /// </summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="commit">What to put there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> CommitAsync(Account authorizer, CodeCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var body = CodeJson.Of(json =>
        {
            json.WriteNumber("template_id"u8, commit.TemplateId);
            json.WriteString("ext_json"u8, commit.ExtJson);
            json.WriteString("user_version"u8, commit.Version);
            json.WriteString("user_desc"u8, commit.Description);
        });
        return ChangeAsync(authorizer, CodeCalls.Commit, body, cancellationToken);
    }

    /// <summary>Submits the committed code for its audit.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="order">
    /// The JSON object of <c>submit_audit</c>: <c>item_list</c>, <c>preview_info</c>, <c>version_desc</c> and so on; <c>{}</c> is enough.
    /// It must not hold <c>\u</c> escapes.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The number of the audit, every digit of it.</returns>
    public ValueTask<WeChatResult<string>> SubmitAsync(
        Account authorizer, ReadOnlyMemory<byte> order, CancellationToken cancellationToken) =>
        ReadAsync(authorizer, CodeCalls.Submit, order, CodeAnswers.AuditId, cancellationToken);

    /// <summary>Takes the code out of its audit: 5 times a day and 10 a month (errcode 87013).</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> UndoAuditAsync(Account authorizer, CancellationToken cancellationToken) =>
        ChangeAsync(authorizer, CodeCalls.UndoAudit, null, cancellationToken);

    /// <summary>Has an audit done sooner.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="auditId">The number of the audit; digits only.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> SpeedUpAsync(Account authorizer, string auditId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditId);
        return ChangeAsync(
            authorizer, CodeCalls.SpeedUp, CodeJson.Of(json => CodeJson.WriteId(json, "auditid", auditId)), cancellationToken);
    }

    /// <summary>Releases what was approved, to all users.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> ReleaseAsync(Account authorizer, CancellationToken cancellationToken) =>
        ChangeAsync(authorizer, CodeCalls.Release, CodeJson.Empty, cancellationToken);

    /// <summary>Returns to a version that was released before. After that, there is no second return.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="appVersion">WeChat's number of the version, from <see cref="HistoryAsync"/>; null for the one before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult> RollbackAsync(Account authorizer, string? appVersion, CancellationToken cancellationToken)
    {
        var call = CodeCalls.Rollback.ToCall();
        var answer = await _calls.SendAsync(
            authorizer, appVersion is null ? call : call with { Query = [new("app_version", appVersion)] }, cancellationToken);
        return Outcome(CodeCalls.Rollback, answer);
    }

    /// <summary>Releases what was approved to some of the users.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="release">To whom.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> GrayReleaseAsync(Account authorizer, GrayRelease release, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        var body = CodeJson.Of(json =>
        {
            json.WriteNumber("gray_percentage"u8, release.Percentage);
            if (release.DebuggersFirst is { } debuggers)
            {
                // So misspelt by WeChat.
                json.WriteBoolean("support_debuger_first"u8, debuggers);
            }

            if (release.ExperiencersFirst is { } experiencers)
            {
                json.WriteBoolean("support_experiencer_first"u8, experiencers);
            }
        });
        return ChangeAsync(authorizer, CodeCalls.GrayRelease, body, cancellationToken);
    }

    /// <summary>Ends a gray release: all users get the version before it.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> UndoGrayReleaseAsync(Account authorizer, CancellationToken cancellationToken) =>
        ChangeAsync(authorizer, CodeCalls.UndoGrayRelease, null, cancellationToken);

    /// <summary>Opens a mini program to users, or closes it.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="status">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> SetVisitStatusAsync(Account authorizer, VisitStatus status, CancellationToken cancellationToken)
    {
        var action = status == VisitStatus.Open ? "open" : "close";
        return ChangeAsync(
            authorizer, CodeCalls.SetVisitStatus, CodeJson.Of(json => json.WriteString("action"u8, action)), cancellationToken);
    }

    /// <summary>Sets the privacy guidelines. They come into force with the next release.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="guidelines">The JSON object of <c>setprivacysetting</c>, without <c>\u</c> escapes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> SetPrivacyAsync(
        Account authorizer, ReadOnlyMemory<byte> guidelines, CancellationToken cancellationToken) =>
        ChangeAsync(authorizer, CodeCalls.SetPrivacy, guidelines, cancellationToken);

    /// <summary>Returns the platform's templates, as WeChat wrote them: <c>{"template_list":[…]}</c>.</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="type">0 for ordinary ones, 1 for standard ones; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> TemplatesAsync(
        Account platform, int? type, CancellationToken cancellationToken)
    {
        var call = CodeCalls.Templates.ToCall();
        var query = type is { } known ? known.ToString(CultureInfo.InvariantCulture) : null;
        return _calls.SendAsync(
            platform, query is null ? call : call with { Query = [new("template_type", query)] }, cancellationToken);
    }

    /// <summary>Returns what developers uploaded for templates, as WeChat wrote it: <c>{"draft_list":[…]}</c>.</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> DraftsAsync(Account platform, CancellationToken cancellationToken) =>
        SendAsync(platform, CodeCalls.Drafts, null, cancellationToken);

    /// <summary>Makes a template of a draft.</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="draftId">The draft.</param>
    /// <param name="type">0 for an ordinary one, 1 for a standard one, which WeChat audits; null for WeChat's own choice, 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> AddTemplateAsync(Account platform, long draftId, int? type, CancellationToken cancellationToken)
    {
        var body = CodeJson.Of(json =>
        {
            json.WriteNumber("draft_id"u8, draftId);
            if (type is { } known)
            {
                json.WriteNumber("template_type"u8, known);
            }
        });
        return ChangeAsync(platform, CodeCalls.AddTemplate, body, cancellationToken);
    }

    /// <summary>Deletes a template.</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="templateId">The template.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> DeleteTemplateAsync(Account platform, long templateId, CancellationToken cancellationToken) =>
        ChangeAsync(
            platform,
            CodeCalls.DeleteTemplate,
            CodeJson.Of(json => json.WriteNumber("template_id"u8, templateId)),
            cancellationToken);

    // WeChat always says errcode 0. What does not is the answer of something between, and nobody knows what became of the call.
    private static WeChatResult Outcome(CodeCall call, WeChatResult<ReadOnlyMemory<byte>> answer)
    {
        if (!answer.TryGet(out var body, out var error))
        {
            return WeChatResult.Failure(error);
        }

        using var fields = JsonFields.Parse(body);
        return fields?.Number("errcode") == ErrorCodes.Success ? WeChatResult.Success : WeChatResult.Failure(Unusable(call));
    }

    private async ValueTask<WeChatResult> ChangeAsync(
        Account account, CodeCall call, ReadOnlyMemory<byte>? json, CancellationToken cancellationToken) =>
        Outcome(call, await SendAsync(account, call, json, cancellationToken));
}
