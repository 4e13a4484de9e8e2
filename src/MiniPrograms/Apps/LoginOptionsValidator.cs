using Microsoft.Extensions.Options;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Validates the options of a login by their attributes. Rules across several options are in Configuration.</summary>
[OptionsValidator]
internal sealed partial class LoginOptionsValidator : IValidateOptions<LoginOptions>;
