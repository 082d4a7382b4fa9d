// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>Register, Update and De-register with one server, and when each is due.</summary>
    public sealed class Registration : IExchangeOwner
    {
        private const int CoalesceMilliseconds = 2000;
        private const int MarginSeconds = 100;
        private const int DefaultLifetimeSeconds = 86400;
        private const int DefaultRetryCount = 5;
        private const int DefaultRetryTimerSeconds = 60;
        private const int DefaultSequenceDelaySeconds = 86400;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly LinkFormatWriter _links = new LinkFormatWriter();
        private readonly byte[] _token = new byte[2];
        private RegistrationState _state;
        private Request _outstanding;
        private string _location = "";
        private int _registeredLifetime;
        private int _attempts;
        private int _sequences;
        private bool _objectsChanged;
        private long _due;
        private long _lastUpdate;
        private long _registeredAtUtc;
        private long _disabledUntilUtc;

        internal Registration(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            int delay = session.Server == null ? 0 : session.Server.InitialDelaySeconds;
            _due = delay > 0 ? client.Clock.Milliseconds + delay * 1000L : 0;
            _disabledUntilUtc = delay > 0 ? client.Clock.UtcMilliseconds + delay * 1000L : 0;
        }

        private enum Request : byte
        {
            None,
            Register,
            Update,
            Deregister
        }

        /// <summary>Where the registration stands.</summary>
        public RegistrationState State
        {
            get { return _state; }
        }

        /// <summary>The server knows the client.</summary>
        public bool IsRegistered
        {
            get { return _state == RegistrationState.Registered; }
        }

        /// <summary>The server could not be registered with in all the attempts agreed: it is time for the bootstrap server.</summary>
        public bool HasFailed
        {
            get
            {
                ServerInstance server = _session.Server;
                return server.BootstrapsOnFailure && _sequences >= (server.SequenceRetryCount > 0 ? server.SequenceRetryCount : 1);
            }
        }

        /// <summary>The path the server gave the registration, such as "rd/5a3f".</summary>
        public string Location
        {
            get { return _location; }
        }

        /// <summary>When the registration was made or last updated, in milliseconds since 1970-01-01 UTC.</summary>
        public long RegisteredAtUtc
        {
            get { return _registeredAtUtc; }
        }

        /// <summary>The lifetime the server knows, in seconds.</summary>
        public int LifetimeSeconds
        {
            get { return _registeredLifetime; }
        }

        /// <summary>Until when the server wants silence, in milliseconds since 1970-01-01 UTC; 0 when it does not.</summary>
        public long DisabledUntilUtc
        {
            get { return _disabledUntilUtc > _client.Clock.UtcMilliseconds ? _disabledUntilUtc : 0; }
        }

        /// <summary>The server knows all objects and instances there are.</summary>
        public bool IsAnnounced
        {
            get { return !_objectsChanged; }
        }

        /// <summary>Goes on with the silence a server asked for before a sleep.</summary>
        /// <param name="untilUtc">Milliseconds since 1970-01-01 UTC.</param>
        public void ResumeDisabled(long untilUtc)
        {
            long left = untilUtc - _client.Clock.UtcMilliseconds;
            _disabledUntilUtc = left > 0 ? untilUtc : 0;
            _due = _client.Clock.Milliseconds + (left > 0 ? left : 0);
        }

        /// <summary>Asks for an Update as soon as may be.</summary>
        public void RequestUpdate()
        {
            _session.Server.UpdateRequested = true;
        }

        /// <summary>Ends the registration at the next poll.</summary>
        public void Deregister()
        {
            _state = IsRegistered || _outstanding != Request.None ? RegistrationState.Leaving : RegistrationState.Stopped;
        }

        /// <summary>Goes on with a registration made before a sleep. It costs no message.</summary>
        /// <param name="location">The path the server gave.</param>
        /// <param name="registeredAtUtc">When, in milliseconds since 1970-01-01 UTC.</param>
        /// <param name="lifetimeSeconds">The lifetime the server knows.</param>
        /// <returns>False when the lifetime is over, so that the client registers anew.</returns>
        public bool Resume(string location, long registeredAtUtc, int lifetimeSeconds)
        {
            long age = _client.Clock.UtcMilliseconds - registeredAtUtc;
            if (location.Length == 0 || age < 0 || age >= lifetimeSeconds * 1000L)
            {
                return false;
            }

            _location = location;
            _registeredAtUtc = registeredAtUtc;
            _registeredLifetime = lifetimeSeconds;
            _objectsChanged = false;
            _lastUpdate = _client.Clock.Milliseconds - CoalesceMilliseconds;
            _due = _client.Clock.Milliseconds - age + UpdateAfterMilliseconds(lifetimeSeconds);
            _state = RegistrationState.Registered;
            return true;
        }

        internal void OnObjectsChanged()
        {
            _objectsChanged = true;
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            Request answered = _outstanding;
            _outstanding = Request.None;
            if (_session.Upload.Continue(response))
            {
                _objectsChanged |= !_session.Upload.IsActive;
                Send(answered, _client.Clock.Milliseconds);
                return;
            }

            _session.Upload.End();
            if (answered == Request.Deregister)
            {
                Stopped();
            }
            else if (answered == Request.Register && response.Code == CoapCode.Created)
            {
                _location = LocationOf(response);
                Registered();
                _session.Observations.OnRegisteredAnew();
                _client.Log("registered as " + _location);
            }
            else if (answered == Request.Update && response.IsSuccess)
            {
                Registered();
            }
            else
            {
                string code = ((byte)response.Code >> 5).ToString() + "." + ((byte)response.Code & 31).ToString("D2");
                _client.Log((answered == Request.Update ? "update refused " : "registration refused ") + code);
                Fail(answered == Request.Update && response.Code == CoapCode.NotFound);
            }
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            Request failed = _outstanding;
            _outstanding = Request.None;
            _session.Upload.End();
            if (failed == Request.Deregister)
            {
                Stopped();
                return;
            }

            _client.Log("server does not answer");
            Fail(false);
        }

        internal long Poll(long now)
        {
            ServerInstance server = _session.Server;
            if (_outstanding != Request.None || _state == RegistrationState.Stopped)
            {
                return long.MaxValue;
            }

            if (server.DisableRequested && IsRegistered && _session.IsQuiet)
            {
                server.DisableRequested = false;
                _client.Log("disabled by the server");
                _state = RegistrationState.Disabled;
                Send(Request.Deregister, now);
                return long.MaxValue;
            }

            if (IsRegistered)
            {
                long due = DueWhenRegistered(server);
                if (now < due)
                {
                    return due;
                }

                Send(Request.Update, now);
            }
            else if (_state == RegistrationState.Leaving)
            {
                Send(Request.Deregister, now);
            }
            else if (now < _due)
            {
                return _due;
            }
            else
            {
                Send(Request.Register, now);
            }

            return long.MaxValue;
        }

        private static int UpdateAfterMilliseconds(int lifetimeSeconds)
        {
            int after = lifetimeSeconds > 2 * MarginSeconds ? lifetimeSeconds - MarginSeconds : lifetimeSeconds / 2;
            return after > 2000000 ? 2000000000 : after < 2 ? CoalesceMilliseconds : after * 1000;
        }

        private static string LocationOf(CoapMessage response)
        {
            string location = "";
            for (int i = 0; i < response.OptionCount; i++)
            {
                if (response.OptionNumber(i) == CoapOption.LocationPath)
                {
                    location += (location.Length == 0 ? "" : "/") + response.OptionText(i);
                }
            }

            return location;
        }

        private long DueWhenRegistered(ServerInstance server)
        {
            long due = _due;
            if (server.UpdateRequested || _objectsChanged)
            {
                long soon = _lastUpdate + CoalesceMilliseconds;
                due = soon < due ? soon : due;
            }

            return due;
        }

        private void Send(Request request, long now)
        {
            if (!_session.Exchange.IsIdle)
            {
                return;
            }

            ServerInstance server = _session.Server;
            bool goesOn = _session.Upload.IsActive; // a block of a list that was written before
            bool update = request == Request.Update;
            _session.NextToken(_token);
            CoapCode method = request == Request.Deregister ? CoapCode.Delete : CoapCode.Post;
            CoapWriter writer = _session.Exchange.Begin(method, _session.NextMessageId(), _token, _token.Length);
            writer.AddPath(CoapOption.UriPath, request == Request.Register ? "rd" : _location);
            if (request == Request.Register)
            {
                writer.AddOption(CoapOption.ContentFormat, ContentFormat.LinkFormat);
                writer.AddOption(CoapOption.UriQuery, "ep=" + _client.Options.EndpointName);
                if (!_client.Options.OmitsDefaults || server.LifetimeSeconds != DefaultLifetimeSeconds)
                {
                    writer.AddOption(CoapOption.UriQuery, "lt=" + server.LifetimeSeconds.ToString());
                }

                writer.AddOption(CoapOption.UriQuery, "lwm2m=" + _client.Options.LwM2MVersion);
                AddBinding(writer, server);
                AddObjectList(writer);
            }
            else if (update)
            {
                if (_objectsChanged || _session.Upload.IsActive)
                {
                    writer.AddOption(CoapOption.ContentFormat, ContentFormat.LinkFormat);
                }

                if (server.LifetimeSeconds != _registeredLifetime)
                {
                    writer.AddOption(CoapOption.UriQuery, "lt=" + server.LifetimeSeconds.ToString());
                }

                if (_objectsChanged || _session.Upload.IsActive)
                {
                    AddObjectList(writer);
                }
            }

            if (writer.Overflowed)
            {
                _client.Log("object list larger than the buffer");
                _session.Upload.End();
                Fail(false);
                return;
            }

            if (request != Request.Deregister && !goesOn)
            {
                _objectsChanged = false;
                server.UpdateRequested = false;
                _registeredLifetime = server.LifetimeSeconds;
            }

            _outstanding = request;
            _lastUpdate = now;
            _session.SendConfirmable(writer.Length, this, null);
        }

        private void AddBinding(CoapWriter writer, ServerInstance server)
        {
            if (_client.Options.LwM2MVersion == "1.0")
            {
                writer.AddOption(CoapOption.UriQuery, _client.Options.QueueMode ? "b=UQ" : "b=" + server.Binding);
                return;
            }

            if (!_client.Options.OmitsDefaults)
            {
                writer.AddOption(CoapOption.UriQuery, "b=U");
            }

            if (_client.Options.QueueMode)
            {
                writer.AddOption(CoapOption.UriQuery, "Q");
            }
        }

        // In one message where it fits; else through the buffer for large bodies, block by block.
        private void AddObjectList(CoapWriter writer)
        {
            BlockUpload upload = _session.Upload;
            if (!upload.IsActive)
            {
                byte[] list = _client.SendBuffer;
                _links.Open(list, 0, list.Length);
                WriteObjectList();
                if (!_links.Overflowed && upload.Takes(_links.Length) && _links.Length < writer.PayloadCapacity)
                {
                    int at = writer.BeginPayload();
                    System.Array.Copy(list, 0, writer.Buffer, at, _links.Length);
                    writer.EndPayload(_links.Length);
                    return;
                }

                byte[] body = _session.Body.Clear();
                _links.Open(body, 0, body.Length);
                WriteObjectList();
                if (_links.Overflowed)
                {
                    writer.BeginPayload();
                    writer.EndPayload(0, true);
                    return;
                }

                upload.Begin(_links.Length);
            }

            upload.AddTo(writer);
        }

        private void WriteObjectList()
        {
            ObjectRegistry registry = _client.Registry;
            for (int i = 0; i < registry.Count; i++)
            {
                LwM2MObject found = registry[i];
                if (found.ObjectId == 0)
                {
                    continue;
                }

                if (found.InstanceCount == 0 || found.Version != null)
                {
                    DiscoverOperation.AddObject(_links, found);
                }

                for (int k = 0; k < found.InstanceCount; k++)
                {
                    _links.AddLink(ResourcePath.Of(found.ObjectId, found.InstanceIdAt(k)));
                }
            }
        }

        private void Registered()
        {
            _state = _state == RegistrationState.Leaving ? _state : RegistrationState.Registered;
            _disabledUntilUtc = 0;
            _attempts = 0;
            _sequences = 0;
            _registeredAtUtc = _client.Clock.UtcMilliseconds;
            _due = _client.Clock.Milliseconds + UpdateAfterMilliseconds(_registeredLifetime);
        }

        private void Stopped()
        {
            bool disabled = _state == RegistrationState.Disabled;
            _state = disabled ? RegistrationState.Unregistered : RegistrationState.Stopped;
            long silence = _session.Server.DisableTimeoutSeconds * 1000L;
            _due = _client.Clock.Milliseconds + silence;
            _disabledUntilUtc = disabled ? _client.Clock.UtcMilliseconds + silence : 0;
            if (disabled)
            {
                _session.Observations.OnOffline();
            }
            else
            {
                _session.Observations.Clear();
            }
        }

        // At once when the server has forgotten the client; else after a wait that doubles with each attempt.
        private void Fail(bool atOnce)
        {
            _state = RegistrationState.Unregistered;
            _due = _client.Clock.Milliseconds + (atOnce ? 0 : NextWait(_session.Server));
            _session.Observations.OnOffline();
        }

        // By the Server object's own resources when it has them: attempts in sequences (LwM2M 1.1 section 6.2.1.2). A device
        // nobody can reach never gives up: where the specification ends, the sequences go on.
        private long NextWait(ServerInstance server)
        {
            _attempts++;
            bool own = server.RetryCount == ServerInstance.Absent && server.RetryTimerSeconds == ServerInstance.Absent;
            int count = server.RetryCount > 0 ? server.RetryCount : DefaultRetryCount;
            long wait = own ? _client.Options.RetryMilliseconds
                : (server.RetryTimerSeconds == ServerInstance.Absent ? DefaultRetryTimerSeconds : server.RetryTimerSeconds) * 1000L;
            if (_attempts >= count)
            {
                _sequences++;
                if (!own)
                {
                    _attempts = 0;
                    return (server.SequenceDelaySeconds == ServerInstance.Absent ? DefaultSequenceDelaySeconds : server.SequenceDelaySeconds) * 1000L;
                }
            }

            for (int i = 1; i < _attempts && wait < _client.Options.MaximumRetryMilliseconds; i++)
            {
                wait *= 2;
            }

            return own && wait > _client.Options.MaximumRetryMilliseconds ? _client.Options.MaximumRetryMilliseconds : wait;
        }
    }
}
