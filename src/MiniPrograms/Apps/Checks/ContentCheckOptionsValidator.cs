using Microsoft.Extensions.Options;

namespace WxYarpGateway.MiniPrograms.Apps.Checks;

/// <summary>Validates what users write that WeChat is asked about, by the attributes of the options.</summary>
[OptionsValidator]
internal sealed partial class ContentCheckOptionsValidator : IValidateOptions<ContentCheckOptions>;
