using System.CommandLine;
using WxYarpGateway.PlatformImport.Writing;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>The options of every source.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _appId = new("--appid")
    {
        Description = "The AppId of the third-party platform (the component's), where the source does not tell it.",
    };

    private readonly Option<string> _name = new("--name")
    {
        Description = "The name that the platform gets as a service of the gateway.",
        DefaultValueFactory = _ => "saas",
    };

    private readonly Option<FileInfo> _out = new("--out")
    {
        Description = "The file for gateway database import-vault; only you may read it.",
        DefaultValueFactory = _ => new FileInfo("platform-import.jsonl"),
    };

    private readonly Option<FileInfo?> _configuration = new("--configuration")
    {
        Description = "A file for the configuration with AppSecret, which only you may read. Without it, it is printed without AppSecret.",
    };

    public CommonOptions()
    {
        _name.Validators.Add(result =>
        {
            if (result.GetValue(_name) is not { Length: > 0 and <= 64 } name
                || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            {
                result.AddError("--name takes 1 to 64 letters, digits, - and _.");
            }
        });
        _appId.Validators.Add(result =>
        {
            if (result.GetValue(_appId) is { } appId && !AppId.TryParse(appId, out _))
            {
                result.AddError("--appid takes an AppId, such as wx1234567890abcdef.");
            }
        });
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_appId);
        command.Add(_name);
        command.Add(_out);
        command.Add(_configuration);
    }

    /// <summary>Returns the AppId; empty for none.</summary>
    public string AppIdOf(ParseResult parsed) => parsed.GetValue(_appId) ?? "";

    /// <summary>Returns what is written.</summary>
    public ImportOutput OutputOf(ParseResult parsed)
        => new(parsed.GetValue(_name)!, parsed.GetValue(_out)!.FullName, parsed.GetValue(_configuration)?.FullName);
}
