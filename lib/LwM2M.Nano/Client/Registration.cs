// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;

namespace LwM2M.Nano.Client
{
    /// <summary>The registration with one server: where it stands, and when Register, Update and De-register are due.</summary>
    public sealed class Registration : IExchangeOwner
    {
        private const int CoalesceMilliseconds = 2000;
        private const int MarginSeconds = 100;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly RegistrationMessage _message;
        private readonly RetrySequence _retry;
        private RegistrationState _state;
        private Request _outstanding;
        private string _location = "";
        private string _registeredBinding;
        private long _registeredLifetime;
        private bool _objectsChanged;
        private bool _canList;
        private bool _sentObjects;
        private long _due;
        private long _expires;
        private long _lastUpdate;
        private long _registeredAtUtc;
        private long _disabledUntilUtc;

        internal Registration(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _message = new RegistrationMessage(client, session.Endpoint);
            _retry = new RetrySequence(client.Options);
            long delay = session.Server == null ? 0 : session.Server.InitialDelaySeconds;
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

        /// <summary>
        /// The server knows the address the client speaks from. After a sleep behind a NAT it may not: then an Update goes before
        /// anything that needs a server which knows its sender.
        /// </summary>
        public bool IsAddressKnown { get; private set; }

        /// <summary>The server could not be registered with in all the attempts agreed: it is time for the bootstrap server.</summary>
        public bool HasFailed
        {
            get { return _retry.HasFailed(_session.Server); }
        }

        /// <summary>The path the server gave the registration, such as "rd/5a3f"; a slash within a segment is %2F.</summary>
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
        public long LifetimeSeconds
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

        /// <summary>Asks for an Update as soon as may be. It also finds out whether the server still knows the client.</summary>
        public void RequestUpdate()
        {
            _session.Server.UpdateRequested = true;
        }

        /// <summary>The server may know the client no more, or not its address: an Update finds out, and what needs a server that knows waits for it.</summary>
        internal void Doubt()
        {
            IsAddressKnown = false;
            _session.Server.UpdateRequested |= _outstanding == Request.None; // else the answer is on its way
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
        /// <returns>False when the lifetime is over, or the clock was set back, so that the client registers anew.</returns>
        public bool Resume(string location, long registeredAtUtc, long lifetimeSeconds)
        {
            long age = _client.Clock.UtcMilliseconds - registeredAtUtc;
            if (location.Length == 0 || age < 0 || age >= lifetimeSeconds * 1000L)
            {
                return false;
            }

            long now = _client.Clock.Milliseconds;
            _location = location;
            _registeredAtUtc = registeredAtUtc;
            _registeredLifetime = lifetimeSeconds;
            _registeredBinding = _session.Server.Binding;
            _objectsChanged = false;
            _lastUpdate = now - CoalesceMilliseconds;
            _due = now - age + UpdateAfterMilliseconds(lifetimeSeconds);
            _expires = now - age + lifetimeSeconds * 1000L;
            _state = RegistrationState.Registered;
            IsAddressKnown = !_session.Channel.AddressMayChange;
            return true;
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            Request answered = _outstanding;
            _outstanding = Request.None;
            if (_sentObjects && answered != Request.Deregister && _session.Endpoint.LearnBlockSize(response))
            {
                _objectsChanged = true;
                _canList = true;
                Send(answered, _client.Clock.Milliseconds);
                return;
            }

            string location = answered == Request.Register ? Client.Location.Read(response) : null;
            if (answered == Request.Deregister)
            {
                Stopped();
            }
            else if (answered == Request.Register && response.Code == CoapCode.Created)
            {
                _location = location == null ? "" : location;
                _client.Log("registered as " + _location);
                Registered();
                _session.Observations.OnRegisteredAnew();
                _session.OnKnown();
            }
            else if (answered == Request.Update && response.IsSuccess)
            {
                Registered();
                _session.OnKnown();
            }
            else
            {
                Refused(answered, response);
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
            if (!reset)
            {
                _session.Channel.OnSilence();
            }

            if (failed == Request.Deregister)
            {
                Stopped();
                return;
            }

            _client.Log("server does not answer");
            Unregister(failed == Request.Update ? 0 : _retry.NextWait(_session.Server));
        }

        /// <summary>Keys have been agreed on anew: what was under way under the old ones is lost, and the registration is none any more.</summary>
        internal void OnNewSession()
        {
            if (_outstanding == Request.Deregister)
            {
                _session.Endpoint.Exchange.Fail();
            }
            else if (_outstanding != Request.None)
            {
                _outstanding = Request.None;
                _session.Endpoint.Abandon();
                Unregister(0);
            }
            else
            {
                _session.Endpoint.Exchange.Fail();
                if (IsRegistered)
                {
                    Unregister(0);
                }
            }
        }

        /// <summary>The server could not be agreed with on keys: an attempt that has failed.</summary>
        internal void OnUnreachable()
        {
            bool tried = _outstanding != Request.None;
            _session.Endpoint.Exchange.Fail();
            if (!tried && _state != RegistrationState.Stopped)
            {
                Unregister(_retry.NextWait(_session.Server));
            }
        }

        internal void OnObjectsChanged()
        {
            _objectsChanged = true;
            _canList = _message.CanList();
        }

        /// <summary>The clock of the day was set: what is told by it moves along.</summary>
        internal void OnClockSet(long milliseconds)
        {
            _registeredAtUtc += milliseconds;
            _disabledUntilUtc += _disabledUntilUtc == 0 ? 0 : milliseconds;
        }

        internal long Poll(long now)
        {
            if (_outstanding == Request.Update && now >= _expires)
            {
                // The server has forgotten the client by now, whatever comes of the Update.
                _session.Endpoint.Abandon();
                _outstanding = Request.None;
                Unregister(0);
            }

            if (_outstanding != Request.None || _state == RegistrationState.Stopped)
            {
                return _outstanding == Request.Update ? _expires : long.MaxValue;
            }

            ServerInstance server = _session.Server;
            if (server.DisableRequested && IsRegistered && _session.IsQuiet)
            {
                server.DisableRequested = false;
                _client.Log("disabled by the server");
                _state = RegistrationState.Disabled;
                Send(Request.Deregister, now);
                return long.MaxValue;
            }

            long due = NextDue;
            if (now < due)
            {
                return due;
            }

            if (_session.Endpoint.Exchange.IsIdle)
            {
                Send(_state == RegistrationState.Leaving ? Request.Deregister : !IsRegistered || now >= _expires ? Request.Register : Request.Update, now);
            }

            return long.MaxValue;
        }

        /// <summary>When the next message of the registration is due, in milliseconds of the clock.</summary>
        internal long NextDue
        {
            get
            {
                if (_outstanding != Request.None || _state == RegistrationState.Stopped)
                {
                    return long.MaxValue;
                }

                if (_state == RegistrationState.Leaving)
                {
                    return 0;
                }

                bool soon = _state == RegistrationState.Registered && ((_objectsChanged && _canList) || _session.Server.UpdateRequested);
                return soon && _lastUpdate + CoalesceMilliseconds < _due ? _lastUpdate + CoalesceMilliseconds : _due;
            }
        }

        private static long UpdateAfterMilliseconds(long lifetimeSeconds)
        {
            long after = lifetimeSeconds > 2 * MarginSeconds ? lifetimeSeconds - MarginSeconds : lifetimeSeconds / 2;
            return after < 2 ? CoalesceMilliseconds : after * 1000L;
        }

        private void Send(Request request, long now)
        {
            ServerInstance server = _session.Server;
            if (request == Request.Deregister && _location.Length == 0)
            {
                Stopped();
                return;
            }

            // A server that gave no location cannot be told of changes but by a new registration.
            request = request == Request.Update && _location.Length == 0 ? Request.Register : request;
            _outstanding = request;
            _lastUpdate = now;
            string fault;
            if (request == Request.Deregister)
            {
                fault = _message.Deregister(_location, this);
            }
            else
            {
                _sentObjects = request == Request.Register || (_objectsChanged && _canList);
                fault = request == Request.Register
                    ? _message.Register(server, _session.Security.Uri, this)
                    : _message.Update(server, _location, server.LifetimeSeconds != _registeredLifetime, server.Binding != _registeredBinding, _sentObjects, this);
            }

            if (fault != null)
            {
                _outstanding = Request.None;
                _client.Log(fault);
                Unregister(_retry.NextWait(server));
            }
            else if (request != Request.Deregister)
            {
                _objectsChanged = _sentObjects ? !_message.IsListWhole : _objectsChanged;
                _canList = _objectsChanged && _message.CanList();
                server.UpdateRequested = false;
                _registeredLifetime = server.LifetimeSeconds;
                _registeredBinding = server.Binding;
            }
        }

        // The lifetime runs from the first copy of the request, which may have been the one that arrived.
        private void Registered()
        {
            long since = _session.Endpoint.Exchange.FirstTransmission;
            _state = _state == RegistrationState.Leaving ? _state : RegistrationState.Registered;
            IsAddressKnown = true;
            _disabledUntilUtc = 0;
            _retry.Clear();
            _registeredAtUtc = _client.Clock.UtcMilliseconds - (_client.Clock.Milliseconds - since);
            _due = since + UpdateAfterMilliseconds(_registeredLifetime);
            _expires = since + _registeredLifetime * 1000L;
        }

        private void Refused(Request request, CoapMessage response)
        {
            string code = ((byte)response.Code >> 5).ToString() + "." + ((byte)response.Code & 31).ToString("D2");
            _client.Log(request == Request.Update ? "update refused " + code : "registration refused " + code);
            bool busy = response.Code == CoapCode.TooManyRequests || response.Code >= CoapCode.InternalServerError;
            long wait = busy ? response.OptionInteger(CoapOption.MaxAge, 0) * 1000L : 0;
            if (request == Request.Update && busy)
            {
                // The server still knows the client; it cannot say so now.
                _objectsChanged |= _sentObjects;
                _canList |= _sentObjects;
                _registeredLifetime = _session.Server.LifetimeSeconds;
                wait = wait > 0 ? wait : _retry.NextWait(_session.Server);
                _lastUpdate = _client.Clock.Milliseconds + wait - CoalesceMilliseconds;
                RequestUpdate();
                return;
            }

            // Whatever else a server says to an Update, it has no use for the registration.
            long next = request == Request.Update ? 0 : _retry.NextWait(_session.Server);
            Unregister(wait > next ? wait : next);
        }

        private void Unregister(long waitMilliseconds)
        {
            _state = _state == RegistrationState.Leaving ? RegistrationState.Stopped : RegistrationState.Unregistered;
            _due = _client.Clock.Milliseconds + waitMilliseconds;
            _session.Observations.OnOffline();
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
                _session.Channel.Close();
            }
        }
    }
}
